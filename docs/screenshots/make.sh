#!/usr/bin/env bash
# Makes the pictures of view and status from the demo: docs/screenshots/make.sh [PROGRAM]
# Needs tmux and python3; the pictures are SVG, so that they stay sharp and small.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../src/PlotManager/bin/Debug/net10.0/plotmanager}")
farm=$(mktemp -d)/farm
server=plotmanager-pictures-$$
trap 'tmux -L "$server" kill-server 2>/dev/null || true; rm -rf "$(dirname "$farm")"' EXIT

pane() { tmux -u -L "$server" "$@"; }
wait_for() { for _ in $(seq 600); do pane capture-pane -p | grep -qE "$1" && return; sleep 0.1; done; echo "not seen: $1" >&2; exit 1; }
picture() { pane capture-pane -e -p | python3 "$here/ansi-to-svg.py" > "$here/$1.svg"; echo "$here/$1.svg"; }

pane -f /dev/null new-session -d -x 112 -y 31 "env LANG=C.UTF-8 TERM=xterm-256color PS1='$ ' sh"
pane send-keys "$program demo --keep $farm --plots 8 --speed 0.5; echo over" Enter
wait_for '3 compress'
pane send-keys Down Down
wait_for '── '
picture view
# status says the same once; run on the demo's farm while it plots.
pane new-window "env LANG=C.UTF-8 TERM=xterm-256color PS1='$ ' sh"
pane send-keys "clear; $program status --config $farm/config.yaml; read -r _" Enter
wait_for 'CPU'
picture status
pane kill-window
pane send-keys q
wait_for '^over'
