"""Polars, NumPy and tomllib beside `learncurve batch`, on the same files.

    pip install numpy polars
    cargo build --release
    python3 benches/peers/rows.py [MILLIONS] [ROUNDS]

A table of Wright's curves (id, model, first_time, learning_rate in percent, units) gets average, total and unit: Polars reads
the CSV, computes the three columns and writes CSV; learncurve does the same with `batch`. Scenarios: a file of 100,000 `[[scenario]]`,
which `tomllib` parses alone and learncurve parses, answers and writes. Medians of the rounds with the spread of the ratio.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

import numpy as np
import polars as pl

PROGRAM = os.path.join(os.path.dirname(__file__), "..", "..", "target", "release", "learncurve")


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def table(path, rows):
    random.seed(2)
    with open(path, "w") as file:
        file.write("id,model,first_time,learning_rate,units\n")
        for row in range(rows):
            rate, units = random.randint(70, 99), random.randint(1, 100000)
            file.write(f"{row},wright,{random.uniform(1, 1000):.2f},{rate}%,{units}\n")


def polars(source, target):
    data = pl.read_csv(source)
    rate = data["learning_rate"].str.strip_chars_end("%").cast(pl.Float64) / 100
    data = data.with_columns(b=rate.log(2))
    first, n, b = pl.col("first_time"), pl.col("units").cast(pl.Float64), pl.col("b")
    made = data.with_columns(
        average=first * n**b, total=first * n ** (b + 1), unit=first * (n ** (b + 1) - (n - 1) ** (b + 1))
    )
    made.drop("b").write_csv(target)


def ours(*args):
    subprocess.run([PROGRAM, "batch", *args, "--force"], check=True, stderr=subprocess.DEVNULL)


def scenarios(path, count):
    one = """[[scenario]]
title = "Order {0}"
currency = "USD"
[scenario.curve.wright]
first_time = "{1}.5 h"
learning_rate = "{2}%"
[[scenario.cost]]
name = "Labour"
rate = 15.00
per = "hour"
[[scenario.question]]
find.average = {{ units = {3} }}
"""
    with open(path, "w") as file:
        for k in range(count):
            file.write(one.format(k, 1 + k % 90, 70 + k % 30, 1 + k % 1000))


def compare(name, rounds, peer, mine):
    pairs = [(timed(peer), timed(mine)) for _ in range(rounds)]
    ratios = [one / other for one, other in pairs]
    one, other = (statistics.median(column) for column in zip(*pairs))
    print(f"{name:34}{one:9.2f} s{other:9.2f} s{statistics.median(ratios):8.2f}   {min(ratios):.2f} to {max(ratios):.2f}")


def main():
    rows = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 10_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        source, theirs, mine = (os.path.join(folder, name) for name in ("in.csv", "theirs.csv", "mine.csv"))
        jobs, answers = os.path.join(folder, "jobs.toml"), os.path.join(folder, "answers.jsonl")
        table(source, rows)
        scenarios(jobs, 100_000)
        text = open(jobs).read()
        measured = ["/usr/bin/time", "-f", "%M", PROGRAM, "batch", source, "-o", mine, "--force"]
        most = subprocess.run(measured, check=True, capture_output=True, text=True).stderr.split()[-1]
        print(f"most memory of a batch of {rows:,} rows: {int(most) / 1024:.0f} MB")
        print(f"Polars {pl.__version__} on {pl.thread_pool_size()} threads, NumPy {np.__version__}; {rows:,} rows, {rounds} rounds")
        print(f"{'':34}{'peer':>11}{'ours':>11}{'ratio':>8}   spread")
        compare("CSV to CSV, against Polars", rounds, lambda: polars(source, theirs), lambda: ours(source, "-o", mine))
        compare(
            "100,000 scenarios, against tomllib",
            rounds,
            lambda: tomllib.loads(text),
            lambda: ours(jobs, "-o", answers, "--no-working"),
        )
        compare(
            "the same on one thread",
            rounds,
            lambda: tomllib.loads(text),
            lambda: ours(jobs, "-o", answers, "--no-working", "--threads", "1"),
        )


if __name__ == "__main__":
    main()
