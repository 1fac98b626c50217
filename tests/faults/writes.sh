#!/usr/bin/env bash
# A full disk and a failing one, at every call to the system that writes, in turn: each time with no older output, and
# with one that is to be written over. Usage: tests/faults/writes.sh [--short] [PROGRAM]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
can_trace || exit 0

# errors CALL: what can go wrong with it, none for what writes nothing.
errors() {
    case $1 in
        write | writev | pwrite64 | copy_file_range | sendfile) echo "ENOSPC" "${short:-EIO}" ;;
        fsync | fdatasync) echo EIO ;;
        openat) echo "${short:-EMFILE}" ENOSPC ;;
        link | linkat | rename | renameat | renameat2) echo ENOSPC "${short:-EROFS}" ;;
        unlink | unlinkat) echo EIO ;;
        close) echo "${short:-EIO}" ;;
        ftruncate | fallocate) echo ENOSPC ;;
        flock) echo ENOLCK ;;
        *) ;;
    esac
}

# held CALL: what has to hold after it failed.
held() {
    case $1:$code in
        openat:"$right") sound "" ;;
        fsync:"$right" | fdatasync:"$right") fault "what may not be on the disk is said to be written" ;;
        # The system's loader could not be served, or the standard library could not close a folder.
        openat:127 | close:127) ;;
        close:101) grep -q closedir "$folder/stderr" || fault "it panicked" ;;
        # An input that can't be opened is missing, and in a batch of files a scenario without an answer.
        openat:65 | openat:66) sound "65 66" ;;
        openat:1) tells_of_unread || fault "an input is left out, and nothing says so" ;;
        *) sound "73 74" ;;
    esac
}

while read -r name line; do
    eval "set -- $line"
    undisturbed "$@"
    forms=("" old)
    case " $line" in *" -o "* | *" init "*) [ -z "$short" ] || forms=(old) ;; *) forms=("") ;; esac
    for old in "${forms[@]}"; do
        given=("$@" ${old:+--force})
        calls "${given[@]}" > "$folder/calls"
        while read -r call count; do
            for error in $(errors "$call"); do
                [ "$error" != yes ] || continue
                for ((n = 1; n <= count; n++)); do
                    with_fault "$call:error=$error:when=$n" "${given[@]}"
                    held "$call"
                done
            done
        done < "$folder/calls"
    done
done < <(commands 3)
done_with "$tried runs in which a call failed: outputs are whole, absent or as before, and batches were gone on with"
