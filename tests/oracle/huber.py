"""The scaling law of Chinchilla's points by Huber's loss, to 25 digits: writes huber.csv from ../ml/chinchilla_245.csv.

    python3 huber.py           (Python 3.11, NumPy 2.4.6, SciPy 1.17.1, mpmath 1.4.1; three seconds)

BFGS from thirty starts finds the neighbourhood, Newton's method in 40 digits the end: the sum of Huber's losses (1e-3) of
ln(E + A/N^alpha + B/D^beta) - ln loss is smooth but where a residual is 1e-3 exactly, which none is. Rows: how many of the
points with the fewest tokens per parameter are dropped, the quantity, its value. `sum_at_golden` is the sum at the parameters
of ../ml/power_law_fits.csv, which stopped on their way: it is above `sum`.
"""

import csv
import pathlib

import mpmath as mp
import numpy as np
from scipy.optimize import minimize

mp.mp.dps = 40
HERE = pathlib.Path(__file__).parent
DELTA = 1e-3


def rows():
    with open(HERE / "../ml/chinchilla_245.csv") as file:
        made = [tuple(float(row[key]) for key in ("parameters", "training_flop", "loss")) for row in csv.DictReader(file)]
    made = [(n, c / (6 * n), loss) for n, c, loss in made]
    return sorted(made, key=lambda row: row[1] / row[0])


def near(data):
    n, d, loss = np.array(data).T

    def objective(at):
        logs = np.stack([at[0] - at[3] * np.log(n), at[1] - at[4] * np.log(d), np.full_like(n, at[2])])
        whole = np.logaddexp.reduce(logs)
        miss = whole - np.log(loss)
        size = np.abs(miss)
        value = np.where(size <= DELTA, 0.5 * miss**2, DELTA * (size - 0.5 * DELTA)).sum()
        shares = np.exp(logs - whole)
        slopes = np.stack([shares[0], shares[1], shares[2], -shares[0] * np.log(n), -shares[1] * np.log(d)])
        return 1e4 * value, 1e4 * (slopes @ np.clip(miss, -DELTA, DELTA))

    random = np.random.default_rng(0)
    starts = [random.uniform([3, 3, -0.5, 0.2, 0.2], [9, 12, 1, 0.6, 0.6]) for _ in range(30)]
    found = [minimize(objective, start, jac=True, method="BFGS", options={"gtol": 1e-10, "maxiter": 5000}) for start in starts]
    return min(found, key=lambda one: one.fun).x


def exact(data):
    logs = [tuple(mp.log(mp.mpf(value)) for value in row) for row in data]
    delta = mp.mpf(DELTA)

    def total(a, b, e, alpha, beta):
        sum_ = mp.mpf(0)
        for n, d, loss in logs:
            miss = mp.log(mp.exp(a - alpha * n) + mp.exp(b - beta * d) + mp.exp(e)) - loss
            size = abs(miss)
            sum_ += miss**2 / 2 if size <= delta else delta * (size - delta / 2)
        return sum_

    def derivatives(at):
        gradient, bends = mp.zeros(5, 1), mp.zeros(5, 5)
        for n, d, loss in logs:
            terms = [mp.exp(at[0] - at[3] * n), mp.exp(at[1] - at[4] * d), mp.exp(at[2])]
            whole = sum(terms)
            miss = mp.log(whole) - loss
            shares = [term / whole for term in terms]
            slopes = [shares[0], shares[1], shares[2], -shares[0] * n, -shares[1] * d]
            pull = max(-delta, min(delta, miss))
            inside = 1 if abs(miss) <= delta else 0
            directions = {0: (0, 1), 1: (1, 1), 2: (2, 1), 3: (0, -n), 4: (1, -d)}
            for i in range(5):
                gradient[i] += pull * slopes[i]
                for j in range(5):
                    (p, x), (q, y) = directions[i], directions[j]
                    second = (shares[p] * x * y if p == q else 0) - slopes[i] * slopes[j]
                    bends[i, j] += inside * slopes[i] * slopes[j] + pull * second
        return gradient, bends

    at = mp.matrix([mp.mpf(value) for value in near(data)])
    for _ in range(30):
        gradient, bends = derivatives(at)
        step = mp.lu_solve(bends, gradient)
        at -= step
        if max(abs(one) for one in step) < mp.mpf(10) ** -30:
            return at, total
    raise SystemExit("no end")


GOLDEN = {}
with open(HERE / "../ml/power_law_fits.csv") as file:
    for row in csv.DictReader(file):
        if row["curve"].startswith("chinchilla"):
            GOLDEN.setdefault(int(row["curve"].split("_")[2]), {})[row["quantity"]] = mp.mpf(row["value"])

with open(HERE / "huber.csv", "w") as out:
    print("dropped,quantity,value", file=out)
    for dropped in (0, 5):
        at, total = exact(rows()[dropped:])
        for name, value in zip(("A", "B", "E", "alpha", "beta"), [mp.exp(at[0]), mp.exp(at[1]), mp.exp(at[2]), at[3], at[4]]):
            print(f"{dropped},{name},{mp.nstr(value, 25)}", file=out)
        print(f"{dropped},sum,{mp.nstr(total(*at), 25)}", file=out)
        one = GOLDEN[dropped]
        golden = total(mp.log(one["A"]), mp.log(one["B"]), mp.log(one["E"]), one["alpha"], one["beta"])
        print(f"{dropped},sum_at_golden,{mp.nstr(golden, 25)}", file=out)
