#!/usr/bin/env bash
# Everything that can go wrong around a run, tried: see docs/faults.md. `--short` is what the tests run, in less than a
# minute. Usage: tests/faults/run.sh [--short] [PROGRAM]
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in writes reads signals limits readers changing together places names; do "$here/$part.sh" "$@"; done
[ "${1:-}" = --short ] || "$here/kill.sh" 100 "$@"
