#!/bin/bash
# Plots on a drive: CPU and system calls of `plotmanager plots` over many files, cold (no index) and warm (all remembered).
# Usage: scan.sh PLOTMANAGER [COUNT]. The files are sparse and have no good head: each is read and judged all the same.
set -eu
program=$1
count=${2:-5000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/plots" "$folder/empty"
export XDG_CACHE_HOME="$folder/cache"
touch "$folder/no-farm"

for ((number = 0; number < count; number++)); do
    truncate -s 101G "$folder/plots/$(printf 'plot-k32-2026-11-22-10-00-%064x.plot' "$number")"
done
cat > "$folder/config.yaml" <<CONFIG
chia_location: /bin/true
log: {folder_path: $folder/logs}
global: {max_concurrent: 1, max_for_phase_1: 1}
jobs:
  - {name: a, max_plots: 0, temporary_directory: $folder/temp, destination_directory: $folder/plots, size: 32, threads: 2, buckets: 128, memory_buffer: 4000, max_concurrent: 1}
CONFIG
sleep 3 # what changed in the last two seconds is not remembered

measure() { # NAME COMMAND...
    local name=$1
    shift
    TIMEFORMAT="$name: %U s user, %S s system"
    time "$@" > /dev/null
}
measure "the program alone" "$program" plots --config "$folder/config.yaml" "$folder/empty"
measure "cold, $count plots" "$program" plots --config "$folder/config.yaml"
measure "warm, $count plots" "$program" plots --config "$folder/config.yaml"
if command -v strace > /dev/null; then
    calls() { strace -f -o "$folder/calls" "$@" > /dev/null 2>&1 || true; wc -l < "$folder/calls"; }
    alone=$(calls "$program" plots --config "$folder/config.yaml" "$folder/empty")
    all=$(calls "$program" plots --config "$folder/config.yaml")
    echo "warm: $(((all - alone) * 10 / count)) tenths of a system call a file"
fi
