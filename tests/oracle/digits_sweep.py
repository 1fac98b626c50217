"""Sweeps of step sizes over the digits in NumPy, once for each of OpenBLAS's kernels, which tests/ml/digits/kernels.csv keeps.

    pip install numpy==2.4.6
    python3 tests/oracle/digits_sweep.py > tests/ml/digits/kernels.csv          (1 minute)

The same training, rounded in four ways: kernels differ in the order in which they sum, and in whether they fuse a product with
its sum. Where the four agree, a row is a fact about the training. Where they do not, training at that lr is chaotic: the last
digit of the first update decides what happens hundreds of updates later, and no count of updates is the right one.
tests/ml/digits/sweep.csv and size_sweep.csv have SkylakeX's figures.
"""

import os
import pathlib
import subprocess
import sys

KERNELS = ["SkylakeX", "Haswell", "Sandybridge", "Nehalem"]
SHIPPED = pathlib.Path(__file__).parents[2] / "src" / "ml" / "train" / "digits.bin"
TRAINING, BATCH, STRIDE, EVERY, MOST = 1437, 32, 101, 15, 3000


def digits():
    import numpy as np

    rows = np.frombuffer(SHIPPED.read_bytes(), dtype=np.uint8).reshape(-1, 41)
    bits = np.unpackbits(rows[:, :40], axis=1).reshape(-1, 64, 5)
    return (bits @ np.array([16, 8, 4, 2, 1])) / 16.0, rows[:, 40].astype(int)


def start(hidden):
    import numpy as np

    if hidden == 0:
        return [np.zeros((64, 10)), np.zeros(10)]
    first = np.sin(1 + 12.9898 * np.arange(64 * hidden)) * np.sqrt(6 / (64 + hidden))
    second = np.sin(2 + 78.233 * np.arange(hidden * 10)) * np.sqrt(6 / (hidden + 10))
    return [first.reshape(64, hidden), np.zeros(hidden), second.reshape(hidden, 10), np.zeros(10)]


def forward(parameters, x):
    import numpy as np

    if len(parameters) == 2:
        return None, x @ parameters[0] + parameters[1]
    active = np.tanh(x @ parameters[0] + parameters[1])
    return active, active @ parameters[2] + parameters[3]


def step(parameters, x, y, lr):
    import numpy as np

    active, scores = forward(parameters, x)
    scores = np.exp(scores - scores.max(1, keepdims=True))
    slopes = scores / scores.sum(1, keepdims=True)
    slopes[np.arange(len(y)), y] -= 1
    slopes /= len(y)
    if active is None:
        gradient = [x.T @ slopes, slopes.sum(0)]
    else:
        back = (slopes @ parameters[2].T) * (1 - active * active)
        gradient = [x.T @ back, back.sum(0), active.T @ slopes, slopes.sum(0)]
    for own, slope in zip(parameters, gradient):
        own -= lr * slope


def sweep(x, y, hidden, lr, target):
    """Updates until the target is met, and the best accuracy until then."""
    import numpy as np

    parameters, best = start(hidden), 0.0
    for update in range(1, MOST + 1):
        rows = ((BATCH * (update - 1) + np.arange(BATCH)) * STRIDE) % TRAINING
        step(parameters, x[rows], y[rows], lr)
        if update % EVERY == 0:
            accuracy = float((forward(parameters, x[TRAINING:])[1].argmax(1) == y[TRAINING:]).mean())
            best = max(best, accuracy)
            if accuracy >= target:
                return update, best
    return "", best


def cases():
    for hidden, target in ((0, 0.88), (32, 0.9)):
        for k in range(-12, 7):
            yield hidden, 10.0 ** (k / 4), target
    for hidden in (8, 16, 32, 64, 128):
        for lr in (0.03, 0.1, 0.3, 1.0, 3.0):
            yield hidden, lr, 0.89


def main():
    if len(sys.argv) > 1:
        x, y = digits()
        for case in cases():
            print(*case, *sweep(x, y, *case), sep=",")
        return
    print("kernel,hidden,lr,target_held_out_accuracy,updates_to_target,best_held_out_accuracy")
    for kernel in KERNELS:
        settings = {**os.environ, "OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": "1"}
        made = subprocess.run([sys.executable, __file__, "one"], env=settings, capture_output=True, text=True, check=True)
        for line in made.stdout.splitlines():
            print(f"{kernel},{line}")


if __name__ == "__main__":
    main()
