#!/usr/bin/env bash
# A disk that can't be read, and a signal in the midst of reading, at every read of an input, in turn.
# Usage: tests/faults/reads.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
can_trace || exit 0

inputs=()
for file in "$folder"/in/* "$folder"/in/jobs/*; do [ ! -f "$file" ] || inputs+=(-P "$(realpath "$file")"); done

# reads WORDS…: how often the thread that reads inputs most often does so.
reads() {
    fresh
    strace -f -qq -o "$folder/trace" -e trace=read,pread64 "${inputs[@]}" "$program" "$@" > /dev/null 2>&1 < /dev/null || true
    awk '/ (read|pread64)\(/ { n[$1]++ } END { for (thread in n) if (n[thread] > most) most = n[thread]; print most + 0 }' "$folder/trace"
}

# with_bad_read HOW WORDS…: the program with a fault put into its reads of inputs.
with_bad_read() {
    local how=$1; shift
    disturbed strace -f -qq -o /dev/null "${inputs[@]}" -e trace=read,pread64 -e "inject=read,pread64:$how" "$program" "$@"
}

while read -r name line; do
    eval "set -- $line"
    undisturbed "$@"
    count=$(reads "$@")
    # Of a long table the first reads and the last are enough.
    for ((n = 1; n <= count; n++)); do
        [ "$n" -le 20 ] || [ "$n" -gt $((count - 5)) ] || continue
        with_bad_read "error=EIO:when=$n" "$@"
        case $code in
            "$right") sound "" ;;
            # In a batch of files it is a scenario without an answer.
            1) tells_of_unread || fault "an input is left out, and nothing says so" ;;
            # A table that a scenario names is told of where it is named.
            65) grep -q "cannot read" "$folder/stderr" || fault "a disk that fails is taken for bad data"
                sound 65 ;;
            *) sound 74 ;;
        esac
        with_bad_read "error=EINTR:when=$n" "$@"
        [ "$code" -eq "$right" ] || fault "a read that is to be made again ends it with $code"
        sound ""
    done
done < <(commands 9; [ -z "$short" ] || grep -E '^(fit|parquet-csv) ' <<< "$all")
done_with "$tried runs in which a read failed or was broken off: outputs are whole or absent, and batches were gone on with"
