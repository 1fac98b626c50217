#!/usr/bin/env bash
# A hundred processes at once that write one output, with and without --force: in the end there is a whole one, of one of
# them, and nothing else. Usage: tests/faults/together.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# at_once COUNT WORDS…: the exit codes of so many, each once with how often.
at_once() {
    local count=$1 number; shift
    fresh
    again="$count times at once: $program $*"
    for ((number = 0; number < count; number++)); do
        { code=0; "$program" "$@" > /dev/null 2>> "$folder/stderr" || code=$?; echo "$code" >> "$folder/codes"; } &
    done
    wait
    tried=$((tried + count))
    codes=$(sort "$folder/codes" | uniq -c | awk '{ print $2 }' | xargs)
    written=$(grep -cx "$right" "$folder/codes" || true)
    : > "$folder/codes"
    cp "$folder/whole.stdout" "$folder/stdout"
    complete || fault "in the end there is something else than one whole output (exit codes $codes)"
}

count=$(by_length 12 100)
: > "$folder/codes"
while read -r name line; do
    eval "set -- $line"
    old=
    undisturbed "$@"
    : > "$folder/stderr"
    at_once "$count" "$@"
    [ "$written" -eq 1 ] || fault "$written of $count say that they wrote it"
    case $codes in "$right" | "$right 73") ;; *) fault "they ended with $codes" ;; esac
    old=yes
    at_once "$count" "$@" --force
    case $codes in "$right" | "$right 73") ;; *) fault "with --force they ended with $codes" ;; esac
    # Only batches, which go on for long, keep others from their output.
    [ "$1" = batch ] || [ "$written" -eq "$count" ] || fault "$written of $count wrote over it"
done < <(grep -E "$(by_length '^(solve|rows-jsonl) ' '^(solve|rows-jsonl|rows-parquet|plot-svg|jobs-jsonl|rows-csv) ')" <<< "$all")
done_with "$tried processes, $count at once: one whole output each time"
