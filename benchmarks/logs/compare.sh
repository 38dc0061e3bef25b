#!/usr/bin/env bash
# Compares the CPU time of analyze_logs with that of `wc -l *.log`, in one run over one folder, with and without an index.
#   compare.sh [LOGS] [PROGRAM]      LOGS: 1000 if not given; PROGRAM: the plotmanager to measure, else this tree is published
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
logs=${1:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=${2:-}
if [ -z "$program" ]; then
  dotnet publish "$here/../../src/PlotManager" -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')" -o "$work/program" -v q -nologo \
    --self-contained false -p:PublishReadyToRun=true -p:PublishSingleFile=false -p:RestorePackagesWithLockFile=false
  program=$work/program/plotmanager
fi
"$here/make-folder.sh" "$work/logs" "$logs"
cat > "$work/config.yaml" <<YAML
chia_location: chia
log: {folder_path: $work/logs}
global: {max_concurrent: 1, max_for_phase_1: 1}
jobs:
  - {name: a, max_plots: 1, temporary_directory: /tmp/t, destination_directory: /tmp/d, size: 32, threads: 4, buckets: 128, memory_buffer: 3389, max_concurrent: 1}
YAML
export XDG_CACHE_HOME=$work/cache
cd "$work/logs"
cat ./*.log > /dev/null

# CPU seconds, user and system, of a command; its greatest memory in MB.
measure() {
  /usr/bin/env time -f '%U %S %M %e' -o "$work/time" "$@" > "$work/out" 2> "$work/err"
  tail -n 1 "$work/time" | awk '{printf "%.2f %.0f %.2f\n", $1 + $2, $3 / 1024, $4}'
}

read -r wc_cpu _ wc_wall < <(measure sh -c 'wc -l *.log')
sleep 3 # logs that have only just changed are not kept in the index
read -r first first_mb first_wall < <(measure "$program" analyze_logs --config "$work/config.yaml")
cat "$work/out"
read -r again again_mb again_wall < <(measure "$program" analyze_logs --config "$work/config.yaml")
du -sh --apparent-size . | awk -v logs="$logs" '{print logs " logs, " $1}'
printf '%-28s %6s s CPU %6s s wall\n' 'wc -l *.log' "$wc_cpu" "$wc_wall"
printf '%-28s %6s s CPU %6s s wall  %4s MB  %s times wc\n' 'analyze_logs, no index' "$first" "$first_wall" "$first_mb" "$(awk "BEGIN {printf \"%.2f\", $first / $wc_cpu}")"
printf '%-28s %6s s CPU %6s s wall  %4s MB  %s times wc\n' 'analyze_logs, with the index' "$again" "$again_wall" "$again_mb" "$(awk "BEGIN {printf \"%.2f\", $again / $wc_cpu}")"
