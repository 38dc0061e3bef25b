#!/usr/bin/env bash
# A manager at work for long: plots come and go without end, and what it holds at the end must be what it held at the beginning.
#   soak.sh [MINUTES] [PLOTTERS]      60 minutes with 50 plotters in flight if not given; soak.sh 1 10 is the short form, a minute in all
# Fails if memory, open files or threads have grown beyond the bounds below, or if a plot that was made is not counted or counted twice.
source "$(dirname "$0")/farm.sh"
minutes=${1:-60}
plotters=${2:-50}
seconds=$((minutes > 1 ? minutes * 60 : 40))
grown_files=10 grown_threads=4

# Plots of 20 to 60 seconds (a short soak: 4 to 12), which begin at once one after another.
pace="5000 15000 15000 45000"
((minutes > 5)) || pace="1000 3000 3000 9000"
farm_config 10
jobs=$(((plotters + 9) / 10))
for ((job = 0; job < jobs; job++)); do farm_job "job$job" $((plotters / jobs)) "$pace"; done
farm_start "$((plotters / jobs * jobs))"

made() { find "$farm/plots" -type f | wc -l; }
counted() { "$PLOTMANAGER" status --json --config "$farm/config.yaml" | grep -o '"completed":[0-9]*' | tr -dc '0-9\n' | awk '{sum += $1} END {print sum}'; }
report() {
  printf '%6.1f %7d %8d %8.1f %8.1f %6d %8d %8.2f\n' "$(awk "BEGIN {print ($SECONDS - $began) / 60}")" "$(made)" "$(counted)" \
    "$(awk "BEGIN {print $(status_of VmRSS) / 1024}")" "$(awk "BEGIN {print $(status_of RssAnon) / 1024}")" "$(open_files)" "$(status_of Threads)" \
    "$(awk "BEGIN {print ($(cpu_ticks) - $1) / $ticks * 100 / $2}")"
}

began=$SECONDS
echo "minute    made  counted   RSS_MB  Anon_MB  files  threads   CPU_%"
settle=$((seconds / 10)) # the runtime compiles anew what is called often: the beginning is measured after a tenth of the time
sleep "$settle"
report "0" "$settle"
anon=$(status_of RssAnon) files_made=$(made) files=$(open_files) threads=$(status_of Threads)
for part in 1 2 3; do
  before=$(cpu_ticks)
  sleep $(((seconds - settle) / 3))
  report "$before" $(((seconds - settle) / 3))
done
grown=$((($(status_of RssAnon) - anon) / 1024))
# An ended run is remembered for three days, in case its process lingers: 3 KB each. A short soak still compiles.
grown_mb=$((10 + ($(made) - files_made) * 3 / 1024 + (minutes > 5 ? 0 : 15)))
files=$(($(open_files) - files)) threads=$(($(status_of Threads) - threads))

# Every plotter is let finish, nothing new starts, and the manager ends by itself.
"$PLOTMANAGER" drain --config "$farm/config.yaml" > /dev/null
waited=0
while [ -n "$(plotters)" ] && ((++waited < 180)); do sleep 1; done
for ((waited = 0; waited < 30; waited++)); do [ -e "/proc/$manager" ] || break; sleep 1; done
# Other plotters of the machine are in its books too: only the plots of this farm's jobs count.
journal_counts=$("$PLOTMANAGER" history --json --config "$farm/config.yaml" | grep '"job":"job' | grep -c '"outcome":"completed"' || true)
failed=0
check() { if (($2 > $3)); then echo "FAILED: $1 grew by $2, more than $3"; failed=1; fi; }
check "private memory (MB)" "$grown" "$grown_mb"
check "open files" "$files" "$grown_files"
check threads "$threads" "$grown_threads"
echo "made $(made), in the journal $journal_counts"
[ "$(made)" = "$journal_counts" ] || { echo "FAILED: a plot is not counted, or counted twice"; failed=1; }
[ ! -e "/proc/$manager" ] || { echo "FAILED: the manager did not end after the drain"; failed=1; }
if grep -svE ': nothing more is started$|ERROR +- [^ ]+ the plot is lost' "$farm/debug.log"; then echo "FAILED: the manager complained"; failed=1; fi
exit "$failed"
