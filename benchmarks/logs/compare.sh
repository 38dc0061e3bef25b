#!/usr/bin/env bash
# Compares the CPU time of analyze_logs with that of `wc -l *.log` over the same folder, in turns, without and with an index; then that of
# `status` beside so many old logs with that beside none; then the memory that three times as many logs take.
#   compare.sh [LOGS] [PROGRAM] [TURNS]   LOGS: 1000 if not given; PROGRAM: the plotmanager to measure, else this tree is published; TURNS: 5
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
logs=${1:-1000}
program=${2:-}
turns=${3:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$program" ]; then
  system=linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')
  # As ./publish does for one system.
  dotnet publish "$here/../../src/PlotManager" -c Release -r "$system" -o "$work/program" --artifacts-path "$work/build" -v quiet -nologo \
    "-p:NuGetLockFilePath=$work/\$(MSBuildProjectName).lock.json" -p:RestoreLockedMode=false
  program=$work/program/plotmanager
fi
export XDG_CACHE_HOME=$work/cache

# A farm whose logs are in this folder.
config() {
  cat > "$1.yaml" <<YAML
chia_location: chia
log: {folder_path: $1}
global: {max_concurrent: 1, max_for_phase_1: 1}
jobs:
  - {name: a, max_plots: 1, temporary_directory: /tmp/t, destination_directory: /tmp/d, size: 32, threads: 4, buckets: 128, memory_buffer: 3389, max_concurrent: 1}
YAML
}

# CPU seconds of a command, user and system, and its greatest memory in MB, as a line of the file named first.
measure() {
  local into=$work/$1
  shift
  /usr/bin/env time -f '%U %S %M' -o "$work/time" "$@" > "$work/out" 2> "$work/err" || { cat "$work/err" >&2; exit 1; }
  tail -n 1 "$work/time" | awk '{printf "%.2f %.0f\n", $1 + $2, $3 / 1024}' >> "$into"
}

# Least and median of what was measured, the memory, and the ratio of both to another's.
row() {
  local least median memory other_least other_median
  read -r least median < <(of "$2")
  read -r other_least other_median < <(of "$3")
  memory=$(cut -d ' ' -f 2 "$work/$2" | sort -n | tail -n 1)
  awk -v name="$1" -v least="$least" -v median="$median" -v memory="$memory" -v other_least="$other_least" -v other_median="$other_median" \
    'BEGIN {printf "%-36s %7.2f %7.2f %6d MB %8.2f %7.2f\n", name, least, median, memory, other_least ? least / other_least : 0, other_median ? median / other_median : 0}'
}
of() { cut -d ' ' -f 1 "$work/$1" | sort -n | awk '{value[NR] = $1} END {print value[1], value[int((NR + 1) / 2)]}'; }

mkdir "$work/none"
config "$work/none"
"$here/make-folder.sh" "$work/logs" "$logs"
config "$work/logs"
cat "$work"/logs/*.log > /dev/null
sleep 3 # logs that have only just changed are not kept in the index
cd "$work/logs"
for ((turn = 0; turn < turns; turn++)); do
  measure wc sh -c 'exec wc -l *.log'
  rm -rf "$work/cache"
  measure first "$program" analyze_logs --config "$work/logs.yaml"
  measure again "$program" analyze_logs --config "$work/logs.yaml"
  measure status_none "$program" status --config "$work/none.yaml"
  measure status "$program" status --config "$work/logs.yaml"
done
du -sh --apparent-size . | awk -v logs="$logs" '{print logs " logs, " $1}'
echo "CPU seconds                            least  median    memory  times wc (least, median)"
row 'wc -l *.log' wc wc
row 'analyze_logs, no index' first wc
row 'analyze_logs, with the index' again wc
echo "                                                               times the first"
row 'status, no logs' status_none status_none
row 'status' status status_none

# Links to the same logs, under three names each.
mkdir "$work/thrice"
for log in *.log; do
  for copy in 1 2 3; do ln "$log" "$work/thrice/$copy$log"; done
done
config "$work/thrice"
rm -rf "$work/cache"
measure memory "$program" analyze_logs --config "$work/thrice.yaml"
echo "memory of analyze_logs, no index: $(cut -d ' ' -f 2 "$work/first" | sort -n | tail -n 1) MB for $logs logs, $(cut -d ' ' -f 2 "$work/memory") MB for $((3 * logs))"
