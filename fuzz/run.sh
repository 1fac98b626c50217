#!/usr/bin/env bash
# Fuzzes every target, or those that are named, for so many seconds each, as many at a time as there are processors.
# Usage: fuzz/run.sh [SECONDS] [TARGET…]. What is found new goes into fuzz/found/TARGET, what fails into fuzz/failed.
# FUZZ_SEED in the environment makes it begin the same way every time.
# It needs no other toolchain than the package does, and a C++ compiler for libFuzzer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
seconds=${1:-60}
shift || true
[ "$#" -gt 0 ] || set -- scenario render ask table parquet sum fit

target=$(realpath ..)/target
RUSTC_WRAPPER="$PWD/instrument.sh" cargo build --quiet --locked --profile test --target-dir "$target"

fuzz() {
    # The program goes to a folder of its own, so that paths are whole.
    local name=$1 found=$PWD/found/$1 log=$PWD/found/$1.log
    # The same beginning needs the same inputs.
    [ -z "${FUZZ_SEED:-}" ] || { found=$target/tmp/fuzz-$name; rm -rf "$found"; }
    mkdir -p "$found" "$PWD/found" failed
    local options=(-seed="${FUZZ_SEED:-0}" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=3000 -max_len=8192 -artifact_prefix="$PWD/failed/$name-")
    [ -f "dictionaries/$name.dict" ] && options+=(-dict="$PWD/dictionaries/$name.dict")
    if ! "$target/debug/$name" "${options[@]}" "$found" "$PWD/corpus/$name" > "$log" 2>&1; then
        # Its progress says nothing, and a hang has no other word than the name of its input.
        grep -Ev '^#|NEW_FUNC' "$log" | tail -n 40
        echo "$name: failed; fuzz/found/$name.log has the whole story, and the input is" failed/"$name"-* >&2
        return 1
    fi
    echo "$name: $(grep '^Done' "$log")"
}

export -f fuzz
export seconds target
printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'fuzz {}'
