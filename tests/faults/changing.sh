#!/usr/bin/env bash
# Files that change while they are read: cut, made empty, added to, replaced, taken away. What comes out is of the file as
# it was or as it is, or nothing; never of both. And what a stopped batch read, or its journal, changes before it is gone
# on with. Usage: tests/faults/changing.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cp -r "$folder/in" "$folder/keep"
restored() { rm -rf "$folder/in"; cp -r "$folder/keep" "$folder/in"; }

# change HOW FILE
change() {
    case $1 in
        emptied) : > "$2" ;;
        cut) truncate -s "$(($(stat -c %s "$2") * 2 / 3))" "$2" ;;
        added-to) tail -n 3 "$2" > "$folder/tail"; cat "$folder/tail" >> "$2" ;;
        replaced) cp "$2" "$2.new"; tail -n 3 "$2" >> "$2.new"; mv "$2.new" "$2" ;;
        deleted) rm "$2" ;;
    esac
}

# as_if HOW FILE WORDS…: keeps what the words give of the changed file; with no file it is nothing.
as_if() {
    local how=$1 file=$2; shift 2
    restored; change "$how" "$file"
    old= fresh
    "$program" "$@" > "$folder/new.stdout" 2> /dev/null < /dev/null || true
    rm -rf "$folder/new"; cp -r "$run" "$folder/new"
}

# while_read HOW FILE WORDS…: changes the file while the program, which is made slow at reading it, has it open.
while_read() {
    local how=$1 file=$2; shift 2
    restored
    { sleep 0.3; change "$how" "$file"; } & local changing=$!
    disturbed strace -f -qq -o /dev/null -P "$file" -e trace=read,pread64 -e inject=read,pread64:delay_enter=200000 "$program" "$@"
    wait "$changing"
    again="change HOW=$how ${file##*/} while: $program $*"
    case $code in
        0 | "$right")
            complete || { cmp -s "$folder/stdout" "$folder/new.stdout" && diff -r "$run" "$folder/new" > /dev/null; } ||
                fault "what came out is of neither the older nor the newer file" ;;
        1 | 65 | 66 | 74)
            [ -s "$folder/stderr" ] || fault "it ended with $code and said nothing"
            [ -z "$(ls -A)" ] || diff -r "$run" "$folder/new" > /dev/null || fault "it failed and left something" ;;
        *) fault "it ended with $code" ;;
    esac
}

if can_trace; then
    while read -r file line; do
        for how in $(by_length "added-to" "emptied cut added-to replaced deleted"); do
            eval "set -- $line"
            restored
            undisturbed "$@"
            as_if "$how" "$folder/in/$file" "$@"
            while_read "$how" "$folder/in/$file" "$@"
        done
    done < <(head -n "$(by_length 2 99)" <<'END'
rows.csv    batch ../in/rows.csv -o out.csv
few.parquet batch ../in/few.parquet -o out.parquet
chair.toml  solve ../in/chair.toml -o out.txt
hours.csv   solve ../in/fitted.toml -o out.txt
hours.csv   batch ../in/fitted.toml -o out.jsonl
chair.toml  batch ../in/chair.toml -o out.jsonl
lots.csv    fit ../in/lots.csv -o out.txt
log.csv     ml range-test ../in/log.csv --resamples 50 -o out.txt
rows.csv    batch ../in/rows.csv
rows.csv    batch ../in/rows.csv -o out.xlsx
few.parquet batch ../in/few.parquet -o out.csv
END
    )
fi

# What was left by a stopped run, made by hand: half of the results, as its journal says.
left_half() {
    restored
    old= undisturbed "$@"
    fresh
    cp -r "$folder/whole"/. .
    "$program" "$@" --force 2> /dev/null & local child=$!
    while [ ! -s out.jsonl.part.journal ] && kill -0 "$child" 2> /dev/null; do :; done
    kill -9 "$child" 2> /dev/null || true
    wait "$child" 2> /dev/null || true
    rm -f out.jsonl out.rejects.csv
    [ -e out.jsonl.part.journal ]
}

# resumed CODES: goes on, and if that is refused begins anew.
resumed() {
    again="$program ${words[*]} --resume, $1"
    tried=$((tried + 1)) code=0
    "$program" "${words[@]}" --resume > "$folder/stdout" 2> "$folder/stderr" || code=$?
    case " $right $2 " in *" $code "*) ;; *) fault "going on ends with $code" ;; esac
    if [ "$code" -ne "$right" ]; then
        [ -s "$folder/stderr" ] || fault "it ended with $code and said nothing"
        code=0
        "$program" "${words[@]}" --force > "$folder/stdout" 2> "$folder/stderr" || code=$?
        [ "$code" -eq "$right" ] || fault "beginning anew ends with $code"
    fi
    [ -n "${3:-}" ] || complete || fault "it gives other outputs"
    [ -z "$(echo *.part*)" ] || fault "something is left"
}

for ((number = 0; number < $(by_length 60 3000); number++)); do cp fitted.toml "jobs/$number.toml" 2> /dev/null || cp "$folder/keep/fitted.toml" "$folder/keep/jobs/$number.toml"; done
mangled=0
for how in none cut garbled emptied blocked table part; do
    left_half batch ../in/jobs -o out.jsonl || continue
    mangled=$((mangled + 1))
    journal=out.jsonl.part.journal
    case $how in
        none) resumed "as it was" "" ;;
        cut) truncate -s -3 "$journal"; resumed "the journal's end cut off" "" ;;
        garbled) printf '\0\0\0\0 7 7\n' >> "$journal"; resumed "the journal's end garbled" "" ;;
        emptied) : > "$journal"; resumed "the journal emptied" "" ;;
        blocked)
            rm "$journal"; mkdir "$journal"
            code=0; "$program" "${words[@]}" --resume 2> "$folder/stderr" || code=$?
            [ "$code" -eq 73 ] || fault "with a folder in its journal's place, going on ends with $code"
            rmdir "$journal"; resumed "the journal taken away" 73 ;;
        table) change added-to "$folder/in/jobs/hours.csv"; resumed "a table of the scenarios changed" 2 any
               grep -q 0 "$journal" 2> /dev/null && fault "a journal is left" ;;
        part) : > out.jsonl.part; resumed "the results so far emptied" "65" ;;
    esac
done
done_with "$tried runs whose files changed under them: what came out is of one of them, or nothing; $mangled stopped batches were gone on with or begun anew"
