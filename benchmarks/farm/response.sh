#!/usr/bin/env bash
# How soon the next plotter runs once a slot is open, while 200 plots run: from the plotter's exit (and its last line of log), and from
# the line that ends its phase 1, to the first instruction of the next. Both with check_interval 1 and 60; the goal is 1.2 s.
#   response.sh [SECONDS] [PLOTS]      measured for 120 seconds each, with 200 plots running, if not given
source "$(dirname "$0")/farm.sh"
seconds=${1:-120}
plots=${2:-200}
printf '%14s %-14s %8s %8s %8s %8s\n' check_interval opening times median_s p99_s most_s
for interval in 1 60; do
  farm_config "$interval"
  for ((job = 0; job < 20; job++)); do farm_job "job$job" $((plots / 20)) ""; done
  # One plot at a time, and one in phase 1 at a time.
  farm_job exit 1 "400 1000 400 1000"
  farm_job phase 20 "800 2000 1000 1000" "max_for_phase_1: 1"
  touch "$farm/temp/exit/.times" "$farm/temp/phase/.times"
  farm_start "$plots"
  sleep 10
  : > "$farm/temp/exit/.times"
  : > "$farm/temp/phase/.times"
  sleep "$seconds"
  for opening in exit phase; do
    case $opening in exit) from=ended what="plotter exits" ;; phase) from=phase1 what="phase ends" ;; esac
    awk -v from="$from" '$1 == from {opened = $2} $1 == "began" && opened {print $2 - opened; opened = 0}' "$farm/temp/$opening/.times" | sort -n \
      | awk -v interval="$interval" -v what="$what" '{s[NR] = $1} END {printf "%14d %-14s %8d %8.2f %8.2f %8.2f\n", interval, what, NR, s[int((NR + 1) / 2)], s[int(NR * 0.99 + 0.999)], s[NR]}'
  done
  farm_clear
done
echo "load of the machine: $(load_now)"
