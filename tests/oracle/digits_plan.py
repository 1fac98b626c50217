"""The runs of configs/ml/digits.train.toml in NumPy: what each is expected to come to.

    pip install numpy==2.4.6
    python3 tests/oracle/digits_plan.py

Prints, for each of OpenBLAS's kernels and each run, the accuracy after 900 updates and the updates to 90%. The range test is
that of NumPy too: 100 batches, lr from 1e-4 to 10; training breaks down where the median of five losses is first above twice its
least.
"""

import os
import statistics
import subprocess
import sys

import digits_sweep as sweep

STEPS, HIDDEN, TARGET = 900, 32, 0.9


def divergence(x, y):
    import numpy as np

    parameters, sizes, losses = sweep.start(HIDDEN), [], []
    for batch in range(100):
        rows = ((32 * batch + np.arange(32)) * 101) % sweep.TRAINING
        scores = sweep.forward(parameters, x[rows])[1]
        scores = scores - scores.max(1, keepdims=True)
        losses.append(float((np.log(np.exp(scores).sum(1)) - scores[np.arange(32), y[rows]]).mean()))
        sizes.append(1e-4 * 1e5 ** (batch / 99))
        sweep.step(parameters, x[rows], y[rows], sizes[-1])
    least = float("inf")
    for place in range(100):
        median = statistics.median(losses[max(place - 2, 0) : place + 3])
        least = min(least, median)
        if median > 2 * least:
            return sizes[place]


def schedules(highest):
    import math

    base = highest / 4

    def triangular2(t):
        cycle = math.floor(1 + t / 180)
        return base + (highest - base) * max(0.0, 1 - abs(t / 90 - 2 * cycle + 1)) / 2 ** (cycle - 1)

    def one_cycle(t):
        first, last = 0.3 * STEPS - 1, STEPS - 1
        start, end, share = (highest / 25, highest, t / first) if t <= first else (highest, highest / 25e4, (t - first) / (last - first))
        return end + (start - end) / 2 * (1 + math.cos(math.pi * share))

    return {"constant": lambda t: highest, "triangular2": triangular2, "one cycle": one_cycle}


def main():
    import numpy as np

    if len(sys.argv) == 1:
        for kernel in sweep.KERNELS:
            settings = {**os.environ, "OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": "1"}
            subprocess.run([sys.executable, __file__, kernel], env=settings, check=True)
        return
    x, y = sweep.digits()
    highest = divergence(x, y) / 2
    for name, lr in schedules(highest).items():
        parameters, reached = sweep.start(HIDDEN), None
        for update in range(1, STEPS + 1):
            rows = ((32 * (update - 1) + np.arange(32)) * 101) % sweep.TRAINING
            sweep.step(parameters, x[rows], y[rows], lr(update - 1))
            if update % 15 == 0:
                accuracy = (sweep.forward(parameters, x[sweep.TRAINING :])[1].argmax(1) == y[sweep.TRAINING :]).mean()
                if accuracy >= TARGET and reached is None:
                    reached = update
        print(f"{sys.argv[1]:12}{name:14}maximum {highest:.4f}  {100 * accuracy:.1f}%  {reached}", flush=True)


if __name__ == "__main__":
    main()
