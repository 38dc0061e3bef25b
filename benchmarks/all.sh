#!/usr/bin/env bash
# All measurements but the long soak, one after another, with one published program: about twelve minutes on a quiet machine of two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "${PLOTMANAGER:-}" ]; then
  dotnet publish src/PlotManager -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')" -o "$work/program" \
    --artifacts-path "$work/build" -p:NuGetLockFilePath="$work/\$(MSBuildProjectName).lock.json" -v q -nologo
  export PLOTMANAGER=$work/program/plotmanager
fi
echo "== $("$PLOTMANAGER" --version), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "== commands"; benchmarks/farm/status.sh
echo "== idle"; benchmarks/farm/idle.sh
echo "== response"; benchmarks/farm/response.sh
echo "== soak, short"; benchmarks/farm/soak.sh 1 10
echo "== decide"; dotnet run -c Release --project benchmarks/PlotManager.Benchmarks -- --filter '*Decide*' 2> "$work/err" | grep '^|' || cat "$work/err"
echo "== logs"; benchmarks/logs/compare.sh 1000 "$PLOTMANAGER"
