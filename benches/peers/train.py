"""PyTorch's training loop beside learncurve's: softmax regression on the digits, batches of 32, doubles, one thread.

    pip install torch numpy
    python3 benches/peers/train.py [ROUNDS]

The loop is the one that every tutorial has: batches by index, forward, cross-entropy, backward, step of torch.optim. A second
peer has the gradient written out by hand under no_grad, which is as fast as PyTorch gets without compiling. Both take the rows
and the batches of `ml::train`, and their loss after 60 updates is held to its golden value before anything is timed. Each round
times the peers and then the bench `train`; what is printed is the median time of an update, the spread over the rounds, and the
ratio to learncurve's. Times are the processor's, which others on the same machine disturb less than the clock's.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import pathlib
import re
import resource
import statistics
import subprocess
import sys
import time

import numpy as np
import torch

UPDATES, BATCH, TRAINING = 2_000, 32, 1437
SHIPPED = pathlib.Path(__file__).parents[2] / "src" / "ml" / "train" / "digits.bin"
# Batch 59 of the range test of tests/ml/digits/range_test.csv.
GOLDEN = (59, 2.1222815132314166)


def digits():
    rows = np.frombuffer(SHIPPED.read_bytes(), dtype=np.uint8).reshape(-1, 41)
    bits = np.unpackbits(rows[:, :40], axis=1).reshape(-1, 64, 5)
    x = torch.tensor((bits @ np.array([16, 8, 4, 2, 1])) / 16.0, dtype=torch.float64)
    return x[:TRAINING], torch.tensor(rows[:TRAINING, 40].astype(np.int64))


def batches(updates):
    return [torch.tensor(((BATCH * k + np.arange(BATCH)) * 101) % TRAINING) for k in range(updates)]


def model(hidden):
    if hidden:
        return torch.nn.Sequential(torch.nn.Linear(64, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, 10)).double()
    layer = torch.nn.Linear(64, 10).double()
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    return layer


def autograd(x, y, order, lr, optimizer=torch.optim.SGD, hidden=0):
    net = model(hidden)
    steps, losses = optimizer(net.parameters(), lr=0.1), []
    for rows, size in zip(order, lr):
        steps.param_groups[0]["lr"] = size
        steps.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x[rows]), y[rows])
        loss.backward()
        steps.step()
        losses.append(loss.item())
    return losses


def by_hand(x, y, order, lr):
    weights, biases = torch.zeros(64, 10, dtype=torch.float64), torch.zeros(10, dtype=torch.float64)
    own, losses = torch.arange(BATCH), []
    with torch.no_grad():
        for rows, size in zip(order, lr):
            inputs, labels = x[rows], y[rows]
            logs = torch.log_softmax(torch.addmm(biases, inputs, weights), 1)
            losses.append(-logs[own, labels].mean().item())
            slopes = logs.exp()
            slopes[own, labels] -= 1.0
            slopes /= BATCH
            weights.addmm_(inputs.T, slopes, alpha=-size)
            biases.sub_(slopes.sum(0), alpha=size)
    return losses


def timed(work):
    start = time.process_time()
    work()
    return (time.process_time() - start) / UPDATES


def bench():
    """The program of `cargo bench --bench train`, built."""
    command = ["cargo", "bench", "--bench", "train", "--no-run"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return re.search(r"\((target/[^)]*)\)", text)[1]


def ours(program, name):
    """Seconds for one update: what many samples take longer than a few, so that the start and the tuning are left out."""
    few, many = 10, 60
    used = []
    for samples in (few, many):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [program, "--bench", "--exact", f"train::{name}", "--sample-count", str(samples)]
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return (used[1] - used[0]) / (many - few) / UPDATES


def main():
    torch.set_num_threads(1)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    x, y = digits()
    ramp = [1e-4 * 1e6 ** (k / 119) for k in range(60)]
    for peer in (autograd, by_hand):
        batch, wanted = GOLDEN
        loss = peer(x, y, batches(60), ramp)[batch]
        assert abs(loss / wanted - 1) < 1e-9, (peer.__name__, loss)
    order, lr = batches(UPDATES), [0.1] * UPDATES
    peers = {
        ("softmax, autograd and SGD", "softmax"): lambda: autograd(x, y, order, lr),
        ("softmax, gradient by hand", "softmax"): lambda: by_hand(x, y, order, lr),
        ("softmax, autograd and Adam", "softmax_by_adam"): lambda: autograd(x, y, order, lr, torch.optim.Adam),
        ("tanh:32, autograd and SGD", "tanh_32"): lambda: autograd(x, y, order, lr, hidden=32),
    }
    seen, program = {}, bench()
    for _ in range(rounds):
        times = {key: timed(work) for key, work in peers.items()}
        mine = {name: ours(program, name) for _, name in peers}
        for (name, against), seconds in times.items():
            seen.setdefault((name, against), []).append((seconds, mine[against], seconds / mine[against]))
    print(f"PyTorch {torch.__version__}; {rounds} rounds, one thread; times for one update of {BATCH} rows")
    print(f"{'peer':30}{'peer µs':>10}{'ours µs':>10}{'ratio':>8}   spread of the ratio")
    for (name, _), rows in seen.items():
        peer, own, ratio = (statistics.median(column) for column in zip(*rows))
        low, high = min(row[2] for row in rows), max(row[2] for row in rows)
        print(f"{name:30}{1e6 * peer:10.2f}{1e6 * own:10.2f}{ratio:8.1f}   {low:.1f} to {high:.1f}")


if __name__ == "__main__":
    main()
