#!/usr/bin/env bash
# How far off "left" is: 60 stand-in plots in real time, of a job whose plots all take as long (steady) and of one whose plots do not (mixed).
# Every 1.7 seconds `status --json` is asked, as somebody who looks now and then would; what it says is left of each plot is compared with what
# came, by the end in `history`. The mean absolute error, in seconds and as a share of what came on average; apart from it that of each job's
# first plots, which is reckoned from the plotter's usual shares, for there are no others to go by. About five minutes; needs python3.
#   eta.sh [PLOTS_A_JOB]              30 if not given
# PLOTMANAGER is the program; if it is not given, this tree's is published first.
source "$(dirname "$0")/farm.sh"
plots=${1:-30}
mkdir -p "$farm"/bin-{steady,mixed} "$farm"/{temp,plots}-{steady,mixed}
for job in steady mixed; do ln -s "$PLOTMANAGER" "$farm/bin-$job/chia"; done
pace() { printf 'seconds: %s\ncopy_seconds: %s\n' "$2" "$3" > "$farm/new-$1" && mv "$farm/new-$1" "$farm/bin-$1/chia.stand-in"; }
pace steady 18 4
pace mixed 18 4
cat > "$farm/config.yaml" << YAML
chia_location: $farm/bin-steady/chia
backend: demo
manager: {check_interval: 60}
log: {folder_path: $farm/logs}
global: {max_concurrent: 100, max_for_phase_1: 100}
jobs:
$(for job in steady mixed; do cat << JOB
  - {name: $job, chia_location: $farm/bin-$job/chia, max_plots: $plots, size: 18, max_concurrent: 3, stagger_minutes: 0,
     threads: 2, buckets: 128, memory_buffer: 1000,
     temporary_directory: $farm/temp-$job, destination_directory: $farm/plots-$job}
JOB
done)
YAML
"$PLOTMANAGER" start --config "$farm/config.yaml" > /dev/null
# Each plot takes its pace when it begins: a third of them 10, 18 and 30 seconds.
(while :; do for seconds in 10 30 18; do sleep 5; pace mixed "$seconds" 4; done; done) &
changer=$!
trap 'kill "$changer" 2> /dev/null || true; leave' EXIT

python3 - "$PLOTMANAGER" "$farm/config.yaml" << 'PYTHON'
import collections, datetime, json, subprocess, sys, time

program, config = sys.argv[1:]

def ask(*words):
    return subprocess.run([program, *words, "--config", config], capture_output=True, text=True).stdout

told = []
while True:
    status = json.loads(ask("status", "--json"))
    now = time.time()
    if not status["manager"]["running"]:
        break
    for run in status["runs"]:
        if run["plot_id"] and run["left"] is not None:
            told.append((run["job"] + ("" if run["left_p90"] is not None else ", first"), run["plot_id"], now, run["left"]))
    time.sleep(1.7)

ends = {}
for line in ask("history", "--json").splitlines():
    plot = json.loads(line)
    if plot["outcome"] == "completed":
        ends[plot["plot_id"]] = datetime.datetime.fromisoformat(plot["ended_at"]).timestamp()

print(f"{'job':14} {'plots':>6} {'looks':>6} {'mean error':>11} {'came':>8} {'share':>7}")
errors = collections.defaultdict(list)
for job, plot, at, left in told:
    if plot in ends and ends[plot] > at:
        errors[job].append((plot, abs(left - (ends[plot] - at)), ends[plot] - at))
for job, found in sorted(errors.items()):
    error, came = (sum(column) / len(found) for column in list(zip(*found))[1:])
    print(f"{job:14} {len({plot for plot, _, _ in found}):6} {len(found):6} {error:9.2f} s {came:6.1f} s {error / came:6.0%}")
PYTHON
echo "load of the machine: $(load_now)"
