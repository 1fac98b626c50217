#!/usr/bin/env bash
# Kills a batch at random moments and goes on with it each time, until it is done: what comes out must be what an
# undisturbed run gives. Usage: tests/faults/kill.sh [KILLS] [PROGRAM]
set -euo pipefail
kills=${1:-100}
program=$(realpath "${2:-target/release/learncurve}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
awk 'BEGIN { print "part,first_time,learning_rate,units"
             for (row = 0; row < 400000; row++)
                 printf "\"p, %d\",%d.5,%s,%d\n", row, row % 50, row % 97 ? 70 + row % 30 "%" : "95", 1 + row * 7 % 1000 }' > in.csv
# Begun in the background it is the program itself, so that a kill meets nothing else.
batch=("$program" batch in.csv --set model=stanford-b --set prior_units=2)
"${batch[@]}" -o whole.csv 2> summary || [ $? -eq 1 ]
done=0 rounds=0
while [ "$done" -lt "$kills" ]; do
    rm -f out.csv out.rejects.csv
    "${batch[@]}" -o out.csv --force 2> /dev/null & child=$!
    while true; do
        sleep "0.$(printf '%03d' $((RANDOM % 400 + 1)))"
        kill -9 "$child" 2> /dev/null && done=$((done + 1))
        wait "$child" 2> /dev/null || true
        [ -e out.csv ] && break
        [ "$done" -ge "$kills" ] && { "${batch[@]}" -o out.csv --resume 2> last || [ $? -eq 1 ]; break; }
        "${batch[@]}" -o out.csv --resume 2> last & child=$!
    done
    rounds=$((rounds + 1))
    cmp out.csv whole.csv
    cmp out.rejects.csv whole.rejects.csv
done
echo "$done kills in $rounds runs: nothing lost, nothing repeated ($(tail -n 1 summary))"
