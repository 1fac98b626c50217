"""NumPy's polyfit and SciPy's curve_fit beside learncurve's fast fits, on the same 100,000 data sets of 20 points.

    pip install numpy scipy
    python3 benches/peers/fit.py [ROUNDS]

Each round times the peers and then runs `cargo bench --bench fit`; what is printed is the median time for one data set, the
spread over the rounds, and the ratio to learncurve's. The peers are called once for each data set (on the first 2,000), with
one thread; polyfit also once for all sets together, which it can do where every set has the same x.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import re
import statistics
import subprocess
import sys
import time
import warnings

import numpy as np
import scipy
from scipy.optimize import curve_fit

SETS, POINTS, CALLED = 100_000, 20, 2_000


def sets():
    """The data of benches/fit.rs."""
    x = np.arange(1.0, POINTS + 1)
    state, draws = 1, np.empty(SETS * POINTS)
    for k in range(SETS * POINTS):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        draws[k] = (state >> 32) / 2147483648.0 - 1.0
    return x, 100.0 * x ** np.log2(0.8) * np.exp(0.1 * draws.reshape(SETS, POINTS))


def power(x, a, b):
    return a * x**b


def timed(work, count):
    start = time.perf_counter()
    made = work()
    return (time.perf_counter() - start) / count, made


def peers(x, y):
    few = y[:CALLED]
    times = {}
    times["polyfit, a call for each"], lines = timed(
        lambda: [np.polyfit(np.log(x), np.log(one), 1) for one in few], CALLED
    )
    times["polyfit, all in one call"], _ = timed(lambda: np.polyfit(np.log(x), np.log(y).T, 1), SETS)
    times["curve_fit from (100, -0.3)"], curves = timed(
        lambda: [curve_fit(power, x, one, p0=(100.0, -0.3))[0] for one in few], CALLED
    )
    times["curve_fit from polyfit's"], _ = timed(
        lambda: [
            curve_fit(power, x, one, p0=(np.exp(line[1]), line[0]))[0] for one, line in zip(few, lines)
        ],
        CALLED,
    )
    return times, lines, curves


def ours():
    """Seconds for one data set, by name, from the bench's medians."""
    text = subprocess.run(
        ["cargo", "bench", "--bench", "fit", "--", "log_ols", "nls"], capture_output=True, text=True, check=True
    ).stdout
    found = {}
    for name in ("log_ols", "nls"):
        median = re.search(name + r"\s+[^│]*│[^│]*│\s*([\d.]+) (ms|s|µs)", text)
        found[name] = float(median[1]) * {"s": 1.0, "ms": 1e-3, "µs": 1e-6}[median[2]] / SETS
    return found


def main():
    warnings.simplefilter("ignore")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    x, y = sets()
    seen = {}
    for _ in range(rounds):
        times, _, _ = peers(x, y)
        mine = ours()
        for name, seconds in times.items():
            against = "log_ols" if name.startswith("polyfit") else "nls"
            seen.setdefault((name, against), []).append((seconds, mine[against], seconds / mine[against]))
    print(f"NumPy {np.__version__}, SciPy {scipy.__version__}; {rounds} rounds, one thread; times for one data set")
    print(f"{'peer':28}{'peer µs':>10}{'ours µs':>10}{'ratio':>8}   spread of the ratio")
    for (name, against), rows in seen.items():
        peer, mine, ratio = (statistics.median(column) for column in zip(*rows))
        low, high = min(row[2] for row in rows), max(row[2] for row in rows)
        print(f"{name:28}{1e6 * peer:10.3f}{1e6 * mine:10.3f}{ratio:8.1f}   {low:.1f} to {high:.1f}  ({against})")


if __name__ == "__main__":
    main()
