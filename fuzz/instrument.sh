#!/bin/sh
# What cargo calls in place of rustc: it lets the fuzzer see the branches and comparisons of this package, and of nothing else,
# so that everything else is built as always.
case $CARGO_PKG_NAME in
learncurve*)
    exec "$@" --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
        -Cllvm-args=-sanitizer-coverage-trace-compares
    ;;
*) exec "$@" ;;
esac
