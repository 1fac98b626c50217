#!/usr/bin/env bash
# Limits: of files' sizes, with its signal heard and ignored; of memory, of the stack and of open files, from hardly any
# until they are enough. Usage: tests/faults/limits.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# limited WHAT HOW…: the undisturbed command within a limit, which what reads its streams does not have.
limited() {
    local what=$1 how=$2; shift 2
    { { (eval "$what"; ulimit $how; exec "$program" "$@") 2>&3 3>&- | cat; exit "${PIPESTATUS[0]}"; } 3>&1 1>&4 | cat >&2; } 4>&1
    return "${PIPESTATUS[0]}"
}

# climb WHAT FLAG FROM PERCENT CODES: within higher and higher limits, each so many percent of the one before, until some are enough.
climb() {
    local what=$1 flag=$2 value=$3 times=$4 codes=$5 enough=0
    while [ "$enough" -lt "$(by_length 1 3)" ]; do
        disturbed limited "$what" "$flag $value" "${words[@]}"
        again="(ulimit $flag $value; $program ${words[*]})"
        [ "$code" -ne "$right" ] || enough=$((enough + 1))
        case $code in
            # The system's loader could not be served.
            126 | 127) ;;
            # In a batch of files an input that can't be opened is a scenario without an answer.
            1) [ "$right" -eq 1 ] && sound "" || tells_of_unread || fault "an input is left out, and nothing says so" ;;
            *) sound "$codes" ;;
        esac
        value=$((value * times / 100 + 1))
    done
}

old=
while read -r name line; do
    eval "words=($line)"
    undisturbed "${words[@]}"
    for what in "trap - XFSZ" "trap '' XFSZ"; do climb "$what" -f 0 "$(by_length 400 130)" "73 74"; done
    climb : -n 4 "$(by_length 200 100)" "66 73 74"
    # A program that gets no memory ends; so does one without a stack.
    climb : -v "$(by_length 100000 12000)" "$(by_length 300 115)" "66 73 74 134 137 139"
    climb : -s 64 "$(by_length 800 200)" "134 139"
done < <(commands 2)
done_with "$tried runs within a limit: outputs are whole or absent, and batches were gone on with"
