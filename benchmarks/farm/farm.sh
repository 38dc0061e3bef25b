# For the measurements beside it: a farm of light plotters in a folder of its own, under a manager. Whatever was started is gone at the end.
# The program is $PLOTMANAGER; if that is not given, this tree's is published first (about a minute).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
farm=$(mktemp -d "${TMPDIR:-/tmp}/plotmanager-farm-XXXXXX")
plotter=$farm/light-${farm##*-}
ticks=$(getconf CLK_TCK)
trap leave EXIT
trap 'exit 130' INT TERM

leave() {
  [ ! -e "$farm/.plotmanager" ] || "$PLOTMANAGER" stop --config "$farm/config.yaml" > /dev/null 2>&1 || true
  for pid in $(plotters); do kill "$pid" 2> /dev/null || true; done
  sleep 0.3
  rm -rf "$farm"
}

# Pids of the plotters of this farm.
plotters() { { grep -lzsFx "$plotter" /proc/[0-9]*/cmdline || true; } | cut -d/ -f3; }

if [ -z "${PLOTMANAGER:-}" ]; then
  echo "publishing this tree ..." >&2
  dotnet publish "$here/../../src/PlotManager" -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')" -o "$farm/program" \
    --artifacts-path "$farm/build" -p:NuGetLockFilePath="$farm/\$(MSBuildProjectName).lock.json" -v q -nologo >&2
  rm -rf "$farm/build"
  PLOTMANAGER=$farm/program/plotmanager
fi

# farm_config CHECK_INTERVAL: the head of the config; jobs follow. The plotter has a name of its own: the manager of a true farm on this
# machine would take one called chia into its counts.
farm_config() {
  cp "$here/light-plotter" "$plotter"
  cat > "$farm/config.yaml" << YAML
chia_location: $plotter
backend: light
manager: {check_interval: $1}
log: {folder_path: $farm/logs}
global: {max_concurrent: 10000, max_for_phase_1: 10000}
plotters:
  light:
    based_on: chia
    processes:
      - executables: ${plotter##*/}
        words: plots create
        options: {k: -k, temp: -t, destination: -d, threads: -r, buckets: -u, memory_buffer: -b}
jobs:
YAML
}

# farm_job NAME MAX_CONCURRENT PACE [KEY: VALUE]...: a job with folders of its own; see chia for the pace, "" plots for ever.
farm_job() {
  local name=$1 most=$2 pace=$3
  shift 3
  mkdir -p "$farm/temp/$name" "$farm/plots/$name"
  [ -z "$pace" ] || echo "$pace" > "$farm/temp/$name/.pace"
  cat >> "$farm/config.yaml" << YAML
  - name: $name
    max_plots: 1000000
    temporary_directory: $farm/temp/$name
    destination_directory: $farm/plots/$name
    size: 32
    threads: 2
    buckets: 128
    memory_buffer: 3389
    max_concurrent: $most
    skip_full_destinations: false
YAML
  local more
  for more in "$@"; do echo "    $more" >> "$farm/config.yaml"; done
}

# farm_start PLOTTERS: starts the manager and waits until so many plot; sets $manager to its pid.
farm_start() {
  "$PLOTMANAGER" start --config "$farm/config.yaml" > "$farm/start" || { cat "$farm/start"; exit 1; }
  manager=$(sed -n 's/.*(pid \([0-9]*\)).*/\1/p' "$farm/start")
  local waited=0
  while (($(plotters | wc -l) < $1)); do
    sleep 0.5
    ((++waited < 240)) || { echo "only $(plotters | wc -l) of $1 plotters after two minutes"; "$PLOTMANAGER" status --config "$farm/config.yaml"; exit 1; }
  done
}

# farm_clear: ends manager and plotters, and empties the farm.
farm_clear() {
  "$PLOTMANAGER" stop --config "$farm/config.yaml" > /dev/null
  for pid in $(plotters); do kill "$pid"; done
  while [ -n "$(plotters)" ]; do sleep 0.2; done
  rm -rf "$farm/.plotmanager" "$farm/temp" "$farm/plots" "$farm/logs"
}

# Of the manager: clock ticks of CPU it has used; a line of /proc/PID/status in KB or as a number; its open files.
cpu_ticks() { sed 's/.*) //' "/proc/$manager/stat" | awk '{print $12 + $13}'; }
status_of() { awk -v key="$1:" '$1 == key {print $2}' "/proc/$manager/status"; }
open_files() { ls "/proc/$manager/fd" | wc -l; }
load_now() { cut -d' ' -f1-3 /proc/loadavg; }
