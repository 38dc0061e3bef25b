#!/usr/bin/env bash
# CPU seconds of commands as a user gives them, the lowest of five: of `--version`; of `status` on an empty farm; and of `status` on a farm
# with 20 running plots and 10,000 old logs, while the manager runs and while it does not, the second time and, beside `wc -l *.log`, the first.
#   status.sh [LOGS]
source "$(dirname "$0")/farm.sh"
logs=${1:-10000}
export XDG_CACHE_HOME=$farm/cache

# best LABEL GOAL_MS COMMAND...: CPU in milliseconds, user and system.
best() {
  local label=$1 goal=$2
  shift 2
  for try in 1 2 3 4 5; do
    { TIMEFORMAT='%U %S'; time "$@" > "$farm/out"; } 2> "$farm/time"
    tail -n 1 "$farm/time"
  done | awk -v label="$label" -v goal="$goal" '{ms = 1000 * ($1 + $2); if (NR == 1 || ms < least) least = ms} END {printf "%-58s %5d ms%s\n", label, least, goal ? " (goal " goal ")" : ""}'
}

best "plotmanager --version" 70 "$PLOTMANAGER" --version
farm_config 60
farm_job job0 5 ""
best "status, empty farm, no manager" 180 "$PLOTMANAGER" status --config "$farm/config.yaml"

for job in 1 2 3; do farm_job "job$job" 5 ""; done
"$here/../logs/make-folder.sh" "$farm/logs" "$logs"
farm_start 20
sleep 4 # logs that have only just changed are not kept in the index
status=("$PLOTMANAGER" status --config "$farm/config.yaml")
"${status[@]}" > /dev/null
best "status, 20 plots, $logs old logs, beside the manager" 250 "${status[@]}"
"$PLOTMANAGER" stop --config "$farm/config.yaml" > /dev/null
first() { rm -rf "$XDG_CACHE_HOME" "$farm/.plotmanager/logs.index"; "${status[@]}"; }
lines() (cd "$farm/logs" && exec sh -c 'exec wc -l *.log')
best "wc -l *.log" 0 lines
best "status, 20 plots, $logs old logs, no manager, first" 0 first
best "status, 20 plots, $logs old logs, no manager" 250 "${status[@]}"
echo "load of the machine: $(load_now)"
