#!/usr/bin/env bash
# Readers that go away: before the program starts, after a line, and from its messages. It is quiet about it, and files
# are whole all the same. Usage: tests/faults/readers.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkfifo "$folder/gone"
# The reader has closed its end before the program begins.
unread() { { read -r < "$folder/gone"; "$program" "$@"; } | { exec 0<&-; echo > "$folder/gone"; }; return "${PIPESTATUS[0]}"; }
unheard() { { { read -r < "$folder/gone"; "$program" "$@"; } 2>&1 >&3 | { exec 0<&-; echo > "$folder/gone"; }; } 3>&1; return "${PIPESTATUS[0]}"; }
one_line() { "$program" "$@" | head -n 1; return "${PIPESTATUS[0]}"; }

quiet() {
    [ "$code" -eq "$right" ] || [ "$code" -eq 0 ] || fault "it ended with $code"
    grep -vxFf "$folder/whole.stderr" "$folder/stderr" > "$folder/more" && fault "it said: $(head -n 1 "$folder/more")"
    local file
    for file in *; do cmp -s "$file" "$folder/whole/$file" || fault "\`$file\` is not the undisturbed one"; done
    case " ${words[*]} " in *" -o "*) diff -r "$run" "$folder/whole" > /dev/null || fault "a file is missing" ;; esac
}

old=
while read -r name line; do
    eval "words=($line)"
    undisturbed "${words[@]}"
    cp "$folder/stderr" "$folder/whole.stderr"
    echo >> "$folder/whole.stderr"
    for reader in unread one_line unheard; do
        disturbed "$reader" "${words[@]}"
        again="$reader: $program ${words[*]}"
        quiet
    done
    cmp -s "$folder/stdout" "$folder/whole.stdout" || fault "without a reader of its messages it wrote something else"
done < <(by_length "$(grep -E '^(solve|rows-csv|to-)' <<< "$all")" "$all")
done_with "$tried runs whose reader went away: quiet, and files were whole"
