# What the scripts of this folder share, which source it with their arguments, [--short] [PROGRAM]: the program, inputs in
# a folder of their own, the commands that are tried, and what has to hold after each of them.
set -euo pipefail
shopt -s nullglob dotglob
export LC_ALL=C.UTF-8 COLUMNS=100
unset NO_COLOR

short=
[ "${1:-}" = --short ] && { short=yes; shift; }
package=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
program=$(realpath "${1:-$package/target/release/learncurve}")
folder=$(mktemp -d)
run=$folder/run tried=0
mkdir -p "$folder/in/jobs" "$run"
# What a fault leaves is kept, to be looked at.
ended() { [ $? -ne 0 ] || { cd /; chmod -R u+rwx "$folder"; rm -rf "$folder"; }; }
trap ended EXIT

# by_length SHORT LONG: what depends on which form was asked for.
by_length() { if [ -n "$short" ]; then echo "$1"; else echo "$2"; fi; }

# fault WHAT: tells it, with what to run to see it again, and ends.
fault() {
    { printf 'FAULT: %s\n  again: cd %q; %s\n  there: %s\n  said: ' "$1" "$run" "${again:-?}" "$(cd "$run" && echo *)"
      head -c 600 "$folder/stderr" || true; } >&2
    [ -n "${ALL_FAULTS:-}" ] || exit 1
}

# Whether a batch of files says which of them has no answer; a workbook is packed, and their number is told beside it.
tells_of_unread() {
    grep -q "cannot read" "$folder/stdout" out.* || { [ -e out.xlsx ] && grep -q " failed" "$folder/stderr"; }
}

# done_with WHAT: the line that says what was tried.
done_with() { printf '%s: %s\n' "$(basename "$0" .sh)" "$1"; }

# rows COUNT: a table for batches, with rows in it that can't be evaluated.
rows() {
    awk -v count="$1" 'BEGIN { print "part,first_time,learning_rate,units"
        for (row = 0; row < count; row++)
            printf "\"p, %d\",%d.5,%s,%d\n", row, row % 50, row % 97 ? 70 + row % 30 "%" : "95", 1 + row * 7 % 1000 }'
}

cd "$folder/in"
cp "$package/configs/massage-chair.toml" chair.toml
cp "$package"/tests/fits/{hours,lots,modules}.csv .
cp "$package/configs/digits-range-test.csv" log.csv
for name in break-even first-unit variances doubling-table; do cp "$package/configs/$name.toml" jobs; done
printf '[curve.crawford]\ndata = "hours.csv"\n\n[[question]]\nid = "next"\nfind.unit = { number = 300 }\n' > fitted.toml
cp fitted.toml hours.csv jobs
printf '%s\n' lr,time 0.01,90 0.02,61 0.05,33 0.1,20 0.2,14 0.5,11 1,13 2,25 > runs.csv
rows "$(by_length 500 60000)" > rows.csv
rows 300 > few.csv
"$program" batch few.csv -o few.parquet --find lot --set first=1 --set last=2 --rejects /dev/null 2> /dev/null || [ $? -eq 1 ]
cd "$run"

# Commands that write, one on a line: a name, and the words after the program's. They run in a folder beside the inputs.
all=$(cat <<'END'
solve           solve ../in/chair.toml -o out.txt
rows-csv        batch ../in/rows.csv -o out.csv
rows-xlsx       batch ../in/few.csv -o out.xlsx
rows-parquet    batch ../in/few.csv -o out.parquet
jobs-jsonl      batch ../in/jobs -o out.jsonl
to-rows         batch ../in/few.csv --rejects rejects.csv
train           ml train --builtin digits --lr 0.1 --steps 30 --log log.csv -o out.txt
solve-html      solve ../in/chair.toml --format html -o out.html
solve-xlsx      solve ../in/chair.toml --format xlsx -o out.xlsx
solve-data      solve ../in/fitted.toml --format csv -o out.csv
ask             ask average --first-time 2h --learning-rate 95% --units 128 -o out.txt
table           table ../in/chair.toml --format csv -o out.csv
plot-svg        plot ../in/chair.toml -o out.svg
plot-png        plot ../in/chair.toml -o out.png
fit             fit ../in/lots.csv --plot fit.svg -o fit.txt
forecast        forecast ../in/modules.csv -o out.txt
sweep           ml sweep ../in/runs.csv --plot sweep.svg -o out.txt
range-test      ml range-test ../in/log.csv --resamples 50 -o out.txt
rows-jsonl      batch ../in/few.csv -o out.jsonl --rejects bad.csv
parquet-csv     batch ../in/few.parquet -o out.csv
parquet-parquet batch ../in/few.parquet -o out.parquet
jobs-csv        batch ../in/jobs -o out.csv
jobs-xlsx       batch ../in/jobs -o out.xlsx
init            init out.toml
schema          schema -o out.json
to-solve        solve ../in/chair.toml
to-plot         plot ../in/chair.toml
to-ask          ask total --first-time 100h --learning-rate 80% --units 8 --format json
to-check        check ../in/chair.toml
to-diagnose     diagnose ../in/chair.toml --question the-128th --answer 20.95
to-fit          fit ../in/lots.csv --format json
to-jobs         batch ../in/jobs
to-schedule     ml schedule cosine lr=0.1 steps=900
to-man          man batch
END
)
commands() { if [ -n "$short" ]; then head -n "${1:-7}" <<< "$all"; else echo "$all"; fi; }

# A fresh folder; where `old` is set, with an older file in the place of each output.
fresh() {
    rm -rf "$run"; mkdir "$run"; cd "$run"
    [ -z "${old:-}" ] || for file in "$folder/whole"/*; do echo old > "${file##*/}"; done
}

# undisturbed WORDS…: runs them, and keeps what they write as what is right.
undisturbed() {
    words=("$@")
    old= fresh
    code=0
    "$program" "${words[@]}" > "$folder/whole.stdout" 2> "$folder/stderr" < /dev/null || code=$?
    again="$program ${words[*]}"
    [ "$code" -le 1 ] || fault "undisturbed it ends with $code"
    right=$code
    rm -rf "$folder/whole"; cp -r "$run" "$folder/whole"
}

# disturbed COMMAND…: runs a whole command line in a fresh folder; sets `code`.
disturbed() {
    fresh
    again=$(printf '%q ' "$@")
    tried=$((tried + 1)) code=0
    # What the shell says of a process that was killed is not what the program says.
    { "$@" > "$folder/stdout" 2> "$folder/stderr" < /dev/null; } 2> /dev/null || code=$?
}

# Whether everything is there as in the undisturbed run.
complete() { cmp -s "$folder/stdout" "$folder/whole.stdout" && diff -r "$run" "$folder/whole" > /dev/null; }

# sound CODES: what holds after every disturbance. It ended well and everything is there; or with one of the codes, having
# said why, and each output is there as it should be, or as it was, or absent. What a batch left is gone on with.
sound() {
    # Killed while it told how it went, it has done all.
    if [ "$code" -gt 128 ] && complete; then return; fi
    if [ "$code" -eq "$right" ]; then
        complete || fault "it ended with $code, but its outputs are not the undisturbed ones"
        return
    fi
    case " $1 " in *" $code "*) ;; *) fault "it ended with $code" ;; esac
    if [ "$code" -lt 128 ] && [ ! -s "$folder/stderr" ]; then fault "it ended with $code and said nothing"; fi
    # What was written to a stream before is the beginning of what is right; `check` tells of its errors there.
    [ "${words[0]}" = check ] || cmp -s -n "$(stat -c %s "$folder/stdout")" "$folder/stdout" "$folder/whole.stdout" ||
        [ ! -s "$folder/stdout" ] || fault "what it wrote to standard output is not the beginning of what is right"
    local file name journal
    journal=(*.part.journal)
    for file in *; do
        name=${file##*/}
        # Rejects beside a stream of results have no journal: a kill, or an end for want of memory, leaves what there was of them.
        case $name:$code in rejects.csv.part:13[479]) rm "$file"; continue ;; esac
        case $name in
            *.part | *.part.made | *.part.journal) [ "${#journal[@]}" -eq 1 ] || fault "\`$name\` is left without a journal" ;;
            *)
                [ -e "$folder/whole/$name" ] || fault "\`$name\` is left"
                cmp -s "$file" "$folder/whole/$name" || { [ -n "${old:-}" ] && [ "$(cat "$file")" = old ]; } ||
                    fault "\`$name\` is neither the undisturbed output nor the older one" ;;
        esac
    done
    [ "${words[0]}" = batch ] || return 0
    local how=()
    [ "${#journal[@]}" -eq 0 ] || how=(--resume)
    [ -z "${old:-}${journal:-}" ] || case " ${words[*]} " in *" -o "*) [ -z "${old:-}" ] || how+=(--force) ;; *) how+=(--force) ;; esac
    again+="; then $program ${words[*]} ${how[*]:-}"
    code=0
    "$program" "${words[@]}" "${how[@]}" > "$folder/stdout" 2> "$folder/stderr" < /dev/null || code=$?
    # What could not be opened then has no answer now, and is told.
    if [ "$code" -eq 1 ] && [ "$right" -ne 1 ] && tells_of_unread; then return; fi
    [ "$code" -eq "$right" ] || fault "going on with it ends with $code"
    complete || fault "gone on with, it gives other outputs"
}

# Whether calls to the system can be traced here; where they can't, what needs that is left out, or fails where
# LEARNCURVE_NEED_TOOLS=1 asks for all.
can_trace() {
    local why=
    command -v strace > /dev/null || why="strace is not installed"
    [ -n "$why" ] || strace -f -qq -o /dev/null true 2> /dev/null || why="no process may be traced here (ptrace)"
    [ -n "$why" ] || return 0
    [ "${LEARNCURVE_NEED_TOOLS:-}" != 1 ] || { echo "$why, and LEARNCURVE_NEED_TOOLS=1 asks for it" >&2; exit 1; }
    done_with "left out: $why"
    return 1
}

# with_fault CALL:HOW WORDS…: the program with a fault put into its calls to the system, as strace(1) writes it.
with_fault() {
    local how=$1; shift
    disturbed strace -f -qq -o /dev/null -e "trace=${how%%:*}" -e "inject=$how" "$program" "$@"
}

# calls WORDS…: which calls to the system a run makes, and how often the thread that makes most of each.
calls() {
    fresh
    strace -f -qq -o "$folder/trace" "$program" "$@" > /dev/null 2>&1 < /dev/null || true
    awk '{ sub(/\(.*/, "", $2) } $2 ~ /^[a-z]/ { n[$1 " " $2]++ }
         END { for (k in n) { split(k, p, " "); if (n[k] > most[p[2]]) most[p[2]] = n[k] }
               for (c in most) print c, most[c] }' "$folder/trace" | sort
}
