#!/usr/bin/env bash
# Odd places to run in: no home, no folder for temporary files, a folder that is gone or can't be written, closed streams,
# odd locales and terminals. What comes out is the same, byte for byte. Usage: tests/faults/places.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

same() { [ "$code" -eq "$right" ] || fault "it ended with $code"; complete || fault "it wrote something else"; }

# Each is a command line before the program's.
settings=("env -i COLUMNS=100 LC_ALL=C.UTF-8" "env -u HOME" "env HOME=/nowhere TMPDIR=/nowhere XDG_CONFIG_HOME=/nowhere" "env TMPDIR=/proc"
    "env LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8" "env LC_ALL=de_DE.UTF-8" "env TZ=XYZ+99:99" "env TZ=:/nowhere" "env TERM=" "env -u TERM" "env TERM=dumb" "env TERM=nothing"
    "env RUST_BACKTRACE=1" "env RUST_BACKTRACE=full RUST_LOG=trace" "env LC_ALL= LC_CTYPE= LANG=" "env NO_COLOR=1" "env CLICOLOR_FORCE=1 FORCE_COLOR=3" "env RAYON_NUM_THREADS=0")
# A locale without UTF-8 gets pictures in ASCII; odd widths get others.
narrow=("env LC_ALL=C" "env LC_ALL=POSIX" "env LC_ALL=de_DE" "env LC_ALL=xx" "env LANG=garbage LC_ALL=" "env COLUMNS=0" "env COLUMNS=-1" "env COLUMNS=1" "env COLUMNS=abc" "env COLUMNS=99999999999999999999")
[ -z "$short" ] || settings=("${settings[@]:0:5}") narrow=("${narrow[@]:3:4}")

streams() {
    local how=$1; shift
    case $how in
        input) "$program" "$@" <&- ;;
        messages) "$program" "$@" 2>&- ;;
        output) "$program" "$@" >&- ;;
        all) "$program" "$@" <&- >&- 2>&- ;;
        full) "$program" "$@" > /dev/full ;;
        mute) "$program" "$@" 2> /dev/full ;;
    esac
}

gone() { mkdir "$folder/gone"; cd "$folder/gone"; rmdir "$folder/gone"; "$program" "$@"; }

old=
while read -r name line; do
    eval "words=($line)"
    undisturbed "${words[@]}"
    for setting in "${settings[@]}"; do disturbed $setting "$program" "${words[@]}"; same; done
    for setting in "${narrow[@]}"; do
        disturbed $setting "$program" "${words[@]}"
        [ "$code" -eq "$right" ] || fault "it ended with $code"
        case $line in *" -o out."[cjpx]*) complete || fault "it wrote something else" ;; esac
    done
    for stream in input messages mute; do disturbed streams "$stream" "${words[@]}"; again="$stream: $again"; same; done
    for stream in output all full; do
        disturbed streams "$stream" "${words[@]}"; again="$stream: $again"
        if [ -s "$folder/whole.stdout" ]; then
            case $stream:$code in
                full:74) [ -s "$folder/stderr" ] || fault "a full output, and it said nothing" ;;
                output:"$right" | all:"$right" | output:74 | all:74) ;;
                *) fault "its output is $stream, and it ended with $code" ;;
            esac
        else
            same
        fi
    done
    disturbed gone "${words[@]//..\//$folder/}"
    case $code:" $line " in
        73:*" -o "* | 73:*" --rejects "* | 73:*" init "*) [ -s "$folder/stderr" ] || fault "it said nothing" ;;
        "$right":*) cmp -s "$folder/stdout" <(sed "s|\.\./in|$folder/in|g" "$folder/whole.stdout") || fault "without a folder it wrote something else" ;;
        *) fault "without a folder it ended with $code" ;;
    esac
done < <(commands 2)

# A folder that can't be written, as it is to somebody who is not root.
if [ "$(id -u)" -ne 0 ] || setpriv --reuid 65534 --clear-groups true 2> /dev/null; then
    as_other=()
    if [ "$(id -u)" -eq 0 ]; then
        as_other=(setpriv --reuid 65534 --clear-groups)
        chmod 755 "$folder"; cp "$program" "$folder/program"; program=$folder/program
    fi
    locked() { chmod 555 .; "${as_other[@]}" "$program" "$@"; }
    unlocked() { chmod 755 .; [ -z "$(ls -A)" ] || fault "something is left"; }
    while read -r name line; do
        eval "set -- $line"
        for more in "" --force; do
            disturbed locked "$@" $more
            [ "$code" -eq 73 ] && [ -s "$folder/stderr" ] || fault "in a folder that can't be written it ended with $code"
            unlocked
        done
    done < <(grep -- " -o " <<< "$all" | head -n "$(by_length 3 99)")
fi
done_with "$tried runs in odd places: the same bytes, or a plain refusal"
