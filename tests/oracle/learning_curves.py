"""Learning curves of models by SciPy: bounded fits, profiles of the floor and of what is foretold, and hidden tails.

Writes learning_curves.csv from ../ml/lcdb_subset.csv and ../ml/digits/learning_curve.csv: for each curve, the errors that the
fit makes least and the law, a row for each quantity. Made with NumPy 2.4.6 and SciPy 1.17.1:

    python3 learning_curves.py > learning_curves.csv        (Python 3.11; a quarter of an hour)

Names of curves after it make those alone.

Fits are scipy.optimize.least_squares from many starts; profiles are bisections over such fits with one value held, on
t = sqrt((SSE / SSE0 - 1) (n - free)), free without a floor that is at 0.
"""

import csv
import pathlib
import sys
from collections import defaultdict

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import t as student

HERE = pathlib.Path(__file__).parent
LEVEL = 0.95


def read():
    curves = defaultdict(list)
    with open(HERE / "../ml/lcdb_subset.csv") as file:
        for row in csv.DictReader(file):
            curves[f"lcdb_{row['dataset']}_{row['learner']}"].append(
                (float(row["training_rows"]), float(row["mean_test_error"]), float(row["sd_test_error"]) / np.sqrt(float(row["runs"])))
            )
    with open(HERE / "../ml/digits/learning_curve.csv") as file:
        for row in csv.DictReader(file):
            n = float(row["training_rows"])
            curves["digits_held_out_loss"].append((n, float(row["held_out_loss"]), np.nan))
            curves["digits_held_out_error"].append((n, float(row["held_out_error"]), np.nan))
    return {name: np.array(sorted(rows)).T for name, rows in curves.items()}


# Each law: names of the shape's parameters are in the formula; u = ln(n / middle). The last parameter is the floor.
def fall(law, shape, u):
    if law in ("power", "offset-power"):
        return shape[0] * u
    if law == "exponential":
        return -np.exp(u - shape[0])
    if law == "mmf":
        return -np.logaddexp(0, shape[1] * (u - shape[0]))
    if law == "weibull":
        return -np.exp(shape[1] * (u - shape[0]))
    if law == "pow4":
        return shape[0] * np.log(np.exp(u) + shape[1])
    raise ValueError(law)


def bounds(law, u):
    low, high = u[0], u[-1]
    return {
        "power": [(-5, 5)],
        "offset-power": [(-5, 0)],
        "exponential": [(low - 5, high + 7)],
        "mmf": [(low - 10, high + 7), (0.02, 5)],
        "weibull": [(low - 25, high + 7), (0.02, 5)],
        "pow4": [(-5, 0), (0, np.exp(high))],
    }[law]


def shapes(law, u):
    low, high = u[0], u[-1]
    at = lambda share: low + share * (high - low)
    return {
        "power": [[-0.3], [-1.0]],
        "offset-power": [[-0.15], [-0.5], [-1.0]],
        "exponential": [[at(s)] for s in (0.1, 0.4, 0.7, 1.0)],
        "mmf": [[at(s), k] for s in (-0.5, 0.0, 0.4) for k in (0.4, 1.0, 2.0)],
        "weibull": [[at(s), k] for s in (-1.0, 0.0, 0.5) for k in (0.2, 0.5, 1.0)],
        "pow4": [[b, np.exp(at(s))] for b in (-0.3, -0.8, -1.5) for s in (0.0, 0.3)],
    }[law]


def search(residuals, starts, limits):
    low, high = (np.array(ends, float) for ends in zip(*limits))
    best = None
    for start in starts:
        inside = np.clip(np.array(start, float), low + 1e-9, high - 1e-9)
        try:
            found = least_squares(
                residuals, inside, bounds=(low, high), xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=2000, x_scale="jac"
            )
        except ValueError:
            continue
        if best is None or found.cost < best.cost:
            best = found
    return 2 * best.cost, best.x


class Fit:
    def __init__(self, law, n, y, weights):
        self.law, self.n, self.y, self.weights = law, n, y, weights / weights.mean()
        self.middle = np.exp(np.log(n).mean())
        self.u = np.log(n / self.middle)
        self.limits = bounds(law, self.u)
        self.floored = law != "power"
        starts = []
        for shape in shapes(law, self.u):
            for share in (0.02, 0.5, 0.93) if self.floored else (0,):
                floor = share * y.min()
                height = np.mean(np.log(y - floor) - fall(law, shape, self.u))
                starts.append([height, *shape] + ([floor] if self.floored else []))
        limits = [(-700, 700), *self.limits] + ([(0, y.max())] if self.floored else [])
        self.sse, self.at = search(self.residuals, starts, limits)
        self.parameters = len(self.at)
        self.floor = self.at[-1] if self.floored else 0.0
        # A floor that is as good at 0 is there.
        if self.floored and self.floor < 0.05 * y.max():
            at = self.at.copy()
            at[-1] = 0.0
            if (self.residuals(at) ** 2).sum() <= self.sse * (1 + 1e-9):
                self.at, self.floor = at, 0.0
        self.free = self.parameters - (1 if self.floored and self.floor == 0 else 0)
        dof = len(n) - self.free
        self.variance = self.sse / dof
        self.wanted = student.ppf(0.5 + 0.5 * LEVEL, dof)

    def residuals(self, at):
        k = len(self.limits)
        floor = at[-1] if self.floored else 0.0
        height = floor + np.exp(at[0] + fall(self.law, at[1 : 1 + k], self.u))
        return np.sqrt(self.weights) * np.log(height / self.y)

    def value(self, n):
        k = len(self.limits)
        return self.floor + np.exp(self.at[0] + fall(self.law, self.at[1 : 1 + k], np.log(n / self.middle)))

    def aicc(self):
        n, k = len(self.n), self.parameters + 1
        return n * np.log(self.sse / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1)

    def t(self, sse):
        return np.sqrt(max(sse - self.sse, 0) / self.variance)

    def t_of_floor(self, floor):
        k = len(self.limits)
        residuals = lambda at: self.residuals(np.append(at, floor))
        starts = [self.at[:-1]] + [
            [np.mean(np.log(np.maximum(self.y - floor, 1e-12)) - fall(self.law, s, self.u)), *s]
            for s in shapes(self.law, self.u)
        ]
        return self.t(search(residuals, starts, [(-700, 700), *self.limits])[0])

    def t_of_value(self, n, value):
        k = len(self.limits)
        there = np.log(n / self.middle)

        def residuals(at):
            floor = at[-1] * value if self.floored else 0.0
            drop = fall(self.law, at[:k], self.u) - fall(self.law, at[:k], there)
            return np.sqrt(self.weights) * np.log((floor + (value - floor) * np.exp(drop)) / self.y)

        own = list(self.at[1 : 1 + k])
        starts = [
            [*shape] + ([share] if self.floored else [])
            for shape in [own, *shapes(self.law, self.u)[:2]]
            for share in ((min(self.floor / value, 0.999), 0.5, 0.02) if self.floored else (0,))
        ]
        return self.t(search(residuals, starts, self.limits + ([(0, 1)] if self.floored else []))[0])

    def confidence(self, n):
        best = np.log(self.value(n))
        ends = []
        for direction in (-1, 1):
            near, step = best, 0.02
            while self.t_of_value(n, np.exp(best + direction * step)) < self.wanted:
                near, step = best + direction * step, 2 * step
            far = best + direction * step
            for _ in range(40):
                half = 0.5 * (near + far)
                if self.t_of_value(n, np.exp(half)) < self.wanted:
                    near = half
                else:
                    far = half
            ends.append(np.exp(0.5 * (near + far)))
        return ends

    def floors(self):
        ends = []
        for direction, limit in ((-1, 0.0), (1, self.y.max())):
            if self.floor == limit or self.t_of_floor(limit) < self.wanted:
                ends.append(limit)
                continue
            near, far = self.floor, limit
            for _ in range(50):
                half = 0.5 * (near + far)
                if self.t_of_floor(half) < self.wanted:
                    near = half
                else:
                    far = half
            ends.append(0.5 * (near + far))
        return ends


LAWS = ("power", "offset-power", "exponential", "mmf", "weibull", "pow4")


def main():
    print("curve,errors,law,quantity,value")
    for name, (n, y, sd) in read().items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        for errors in ("relative", "spread"):
            if errors == "spread" and np.isnan(sd).any():
                continue
            weights = (y / sd) ** 2 if errors == "spread" else np.ones_like(y)
            say = lambda law, quantity, value: print(f"{name},{errors},{law},{quantity},{value!r}".replace("np.float64(", "").replace(")", ""))
            seen = len(n) - int(np.ceil(len(n) / 3 - 1e-9))
            for law in LAWS:
                fit = Fit(law, n, y, weights)
                say(law, "sum_of_squares", fit.sse)
                say(law, "aicc", fit.aicc())
                say(law, "at_four_times", fit.value(4 * n[-1]))
                if law == "offset-power":
                    for end, value in zip(("floor_low", "floor_high"), fit.floors()):
                        say(law, end, value)
                    for end, value in zip(("low_at_four_times", "high_at_four_times"), fit.confidence(4 * n[-1])):
                        say(law, end, value)
                head = Fit(law, n[:seen], y[:seen], weights[:seen])
                logs = np.log(head.value(n[seen:]) / y[seen:])
                say(law, "tail_typical", np.sqrt(np.mean(logs**2)))
                if law == "offset-power":
                    inside = 0
                    own = head.wanted * np.sqrt(head.variance / head.weights[-1])
                    for amount, value in zip(n[seen:], y[seen:]):
                        middle = np.log(head.value(amount))
                        low, high = np.log(head.confidence(amount))
                        inside += middle - np.hypot(middle - low, own) <= np.log(value) <= middle + np.hypot(high - middle, own)
                    say(law, "tail_inside", int(inside))


main()
