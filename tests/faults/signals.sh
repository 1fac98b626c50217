#!/usr/bin/env bash
# The program is killed, interrupted and asked to end at every call that writes, in turn; batches are gone on with. With
# slow reads in between, so that batches have noted in their journals how far they are. Usage: tests/faults/signals.sh
# [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
can_trace || exit 0

# Between two calls an output that is written over has two names: killed just there, it is left whole under a hidden one.
# The one case; elsewhere nothing is left.
hidden() {
    local file
    for file in .learncurve-*; do
        # A signal that is heard comes after the call that gave the hidden name, a kill before it.
        [ -n "$old" ] && case $1 in rename* | link*) ;; *) false ;; esac || fault "\`$file\` is left"
        for whole in "$folder"/whole/*; do ! cmp -s "$file" "$whole" || continue 2; done
        fault "\`$file\` is left, and is not whole"
    done
    for file in .learncurve-*; do
        rm "$file"
    done
}

killed() {
    with_fault "$@"
    hidden "$1"
    sound "130 137 143"
}

signals="KILL ${short:-INT TERM}"
while read -r name line; do
    eval "set -- $line"
    undisturbed "$@"
    for old in ${short:+old} ${short:-"" old}; do
        [ "$old" != yes ] || continue
        given=("$@")
        if [ -n "$old" ]; then
            case " $line" in *" -o "* | *" init "*) given+=(--force) ;; *) continue ;; esac
        fi
        calls "${given[@]}" > "$folder/calls"
        while read -r call count; do
            case $call in write | pwrite64 | fsync | link | linkat | rename* | unlink* | ftruncate | flock) ;; *) continue ;; esac
            for signal in $signals; do
                [ "$signal" != yes ] || continue
                for ((n = 1; n <= count; n++)); do killed "$call:signal=$signal:when=$n" "${given[@]}"; done
            done
        done < "$folder/calls"
    done
done < <(commands 2)

# slow CALL N SIGNAL: a batch whose every read takes longer than it is from one line of the journal to the next.
slow() {
    disturbed strace -f -qq -o /dev/null -e "trace=$1,read" -P "$folder/in/rows.csv" -P "$run/out.csv.part" -P "$run/out.csv.part.journal" \
        -e inject=read:delay_enter=220000 -e "inject=$1:signal=$3:when=$2" "$program" "${words[@]}"
    sound "130 137 143"
}
if [ -z "$short" ]; then
    old=
    undisturbed batch ../in/rows.csv -o out.csv
    for signal in KILL INT; do for ((n = 1; n <= 12; n++)); do slow write "$n" "$signal"; done; done
fi
done_with "$tried runs killed, interrupted or ended at a call that writes: outputs are whole, absent or as before, and batches were gone on with"
