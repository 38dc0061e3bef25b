#!/usr/bin/env bash
# What a manager costs while plots run and nothing happens, with check_interval 1: CPU in percent of one core, and memory.
#   idle.sh [SECONDS] [PLOTS...]      measured over 60 seconds, with 20 and with 200 plots, if not given
source "$(dirname "$0")/farm.sh"
seconds=${1:-60}
shift || true
(($#)) || set -- 20 200
printf '%8s %10s %12s %10s %10s %8s %8s\n' plots CPU_% "ms_a_look" RSS_MB Anon_MB files threads
for plots in "$@"; do
  farm_config 1
  jobs=$(((plots + 9) / 10))
  for ((job = 0; job < jobs; job++)); do farm_job "job$job" $((plots / jobs)) ""; done
  farm_start "$plots"
  sleep 30 # the runtime compiles what is called often anew, once
  before=$(cpu_ticks)
  sleep "$seconds"
  after=$(cpu_ticks)
  awk -v plots="$plots" -v ticks="$ticks" -v used=$((after - before)) -v seconds="$seconds" -v rss="$(status_of VmRSS)" -v anon="$(status_of RssAnon)" \
    -v files="$(open_files)" -v threads="$(status_of Threads)" \
    'BEGIN {printf "%8d %10.2f %12.2f %10.1f %10.1f %8d %8d\n", plots, 100 * used / ticks / seconds, 1000 * used / ticks / seconds, rss / 1024, anon / 1024, files, threads}'
  farm_clear
done
echo "load of the machine: $(load_now)"
