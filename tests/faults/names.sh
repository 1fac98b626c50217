#!/usr/bin/env bash
# Odd names of inputs and outputs, links, pipes and devices. Usage: tests/faults/names.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ok() { [ "$code" -eq "$right" ] || fault "$1: it ended with $code"; }
refused() { [ "$code" -eq "$2" ] && [ -s "$folder/stderr" ] || fault "$1: it ended with $code"; }
# only NAME…: nothing else is here.
only() { local here=(*); [ "${#here[@]}" -eq "$#" ] || fault "there is something else than $*"; }
whole() { cmp -s "$2" "$folder/right" || fault "$1: it is not what it should be"; }
begun() { rm -rf "$run"; mkdir "$run"; cd "$run"; : > "$folder/stdout"; }
ran() { again=$(printf '%q ' "$program" "$@"); tried=$((tried + 1)) code=0; "$program" "$@" > "$folder/stdout" 2> "$folder/stderr" < /dev/null || code=$?; }

old=
long=$(printf '%0251d' 0)
for kind in solve batch; do
    case $kind in solve) words=(solve ../in/chair.toml) end=.txt ;; batch) words=(batch ../in/jobs) end=.jsonl ;; esac
    undisturbed "${words[@]}"
    cp "$folder/whole.stdout" "$folder/right"
    right=0
    write() { ran "${words[@]}" "$@"; }

    for name in $'caf\xe9'"$end" $'two\nlines'"$end" "-dash$end" "a b  c$end" '$(x)`*?'"$end" $'\e[31m'"$end" "..$end" ".hidden$end" "ünï$end"; do
        begun; write "--output=$name"; ok "$name"; whole "$name" "./$name"; only "$name"
        write "--output=$name"; refused "$name, again" 73
        write "--output=$name" --force; ok "$name"; whole "$name" "./$name"; only "$name"
    done
    begun; name=${long:${#end}}$end; write -o "$name"
    # The names beside the output of a batch are longer than its own.
    if [ "$code" -eq 0 ]; then whole "255 bytes" "$name"; else refused "255 bytes" 73; [ -z "$(ls -A)" ] || fault "something is left"; fi
    begun; write -o "x$long$long$end"; refused "a name too long" 73; [ -z "$(ls -A)" ] || fault "something is left"
    begun; write -o ""; refused "no name" 2
    begun; write -o "nowhere/out$end"; refused "no folder" 73
    begun; mkdir "out$end"; for force in "" --force; do write -o "out$end" $force; refused "a folder" 73; done

    begun; echo old > "target$end"; ln -s "target$end" "out$end"
    write -o "out$end"; refused "a link to a file" 73; [ "$(cat "target$end")" = old ] || fault "it was written over"
    write -o "out$end" --force; ok "a link"; [ -L "out$end" ] || fault "the link is gone"; whole "a link" "target$end"; only 1 2
    begun; mkdir deep; ln -s "deep/target$end" "out$end"
    write -o "out$end"; refused "a link to nothing" 73
    write -o "out$end" --force; ok "a link to nothing"; [ -L "out$end" ] || fault "the link is gone"; whole "a link to nothing" "deep/target$end"
    begun; ln -s "out$end" "out$end"; for force in "" --force; do write -o "out$end" $force; refused "a loop" 73; done
    begun; echo old > "other$end"; ln "other$end" "out$end"
    write -o "out$end" --force; ok "a second name"; whole "a second name" "out$end"; [ "$(cat "other$end")" = old ] || fault "the other name was written over"

    formats=(); [ $kind = solve ] || formats=(--format jsonl)
    for name in /dev/stdout /dev/fd/1 /proc/self/fd/1 -; do
        begun
        again="$program ${words[*]} -o $name ${formats[*]} | cat" code=0
        { "$program" "${words[@]}" -o "$name" "${formats[@]}" 2> "$folder/stderr" || echo failed; } | cat > "$folder/stdout"
        whole "$name" "$folder/stdout"; [ -z "$(ls -A)" ] || fault "something is left"
    done
    begun; mkfifo "pipe$end"; cat "pipe$end" > "$folder/read" & write -o "pipe$end"; wait; ok "a pipe"; whole "a pipe" "$folder/read"; only 1
    begun; write -o /dev/full "${formats[@]}"; refused "a full device" 74
    begun; write -o /dev/null "${formats[@]}"; ok "nowhere"
done

# An output that is an input by another name.
for form in link hard; do
    begun; cp "$folder/in/chair.toml" chair.toml
    if [ $form = link ]; then ln -s chair.toml other; else ln chair.toml other; fi
    ran solve chair.toml -o other --force
    [ $form = hard ] || refused "an input's other name" 2
    cmp -s chair.toml "$folder/in/chair.toml" || fault "the input was written over"
    begun; cp "$folder/in/few.csv" few.csv
    if [ $form = link ]; then ln -s few.csv other.csv; else ln few.csv other.csv; fi
    ran batch few.csv -o other.csv --force
    [ $form = hard ] || refused "an input's other name" 2
    cmp -s few.csv "$folder/in/few.csv" || fault "the input was written over"
done

# The same names of what is read, with a table beside a scenario in a folder that is named so.
for name in $'caf\xe9' $'two\nlines' -dash 'a b' $'\e[31m' "${long:5}"; do
    begun; mkdir "./$name"; cp "$folder"/in/{fitted.toml,hours.csv} "./$name"; cp "$folder/in/few.csv" "./$name/$name.csv"
    ran solve "./$name/fitted.toml" -o out.txt; right=0 ok "a folder $name"
    ran batch "./$name" -o out.jsonl; ok "a folder $name"
    ran batch "./$name/$name.csv" -o out.csv; right=1 ok "a table $name"
    ran solve "./$name/none.toml"; refused "a file that is not there" 66
    if LC_ALL=C grep -q $'\e' "$folder/stderr"; then fault "a name steers the terminal"; fi
done
done_with "$tried runs with odd names: written there, or refused plainly"
