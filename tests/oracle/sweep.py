"""What the trainings of configs/ml and tests/ml/digits say, by NumPy and SciPy: writes tests/oracle/sweep.csv.

    pip install numpy scipy
    python3 tests/oracle/sweep.py

Least squares from the normal equations' inverse, Fieller's interval as the roots of its quadratic, the fits with bounds by
general minimisers over the censored likelihood as it is written in textbooks (not in Olsen's form), and their intervals by
root finding on that.
"""

import csv
import math
import os

import numpy as np
from scipy import integrate, optimize, stats

HERE = os.path.dirname(__file__)
DATA = os.path.join(HERE, "..", "..", "configs", "ml")
OUT = []


def put(what, name, figure, value):
    OUT.append((what, name, figure, repr(float(value))))


def read(file):
    with open(os.path.join(DATA, file)) as text:
        return list(csv.DictReader(text))


def ols(columns, y):
    inverse = np.linalg.inv(columns.T @ columns)
    beta = inverse @ (columns.T @ y)
    left = y - columns @ beta
    squares = left @ left
    free = len(y) - columns.shape[1]
    return beta, inverse * squares / free, squares, free


def likelihood(columns, y, failed):
    """The maximum of the censored likelihood, and where: beta and sigma."""
    good = ~failed
    count = good.sum()

    def minus(theta):
        sigma = math.exp(theta[-1])
        z = (y - columns @ theta[:-1]) / sigma
        return count * theta[-1] + 0.5 * (z[good] ** 2).sum() - stats.norm.logsf(z[failed]).sum()

    beta = np.linalg.lstsq(columns[good], y[good], rcond=None)[0]
    sigma = max(np.std(y[good] - columns[good] @ beta), 1e-2)
    theta = np.append(beta, math.log(sigma))
    for _ in range(8):
        theta = optimize.minimize(minus, theta, method="Nelder-Mead", options=dict(maxiter=40000, maxfev=40000, xatol=1e-12, fatol=1e-13)).x
        theta = optimize.minimize(minus, theta, method="BFGS", options=dict(gtol=1e-10)).x
    return -minus(theta), theta[:-1], math.exp(theta[-1])


def edges(statistic, best, limit):
    found = []
    for direction in (-1, 1):
        step = 0.05
        while statistic(best + direction * step) < limit and step < 300:
            step *= 1.5
        found.append(optimize.brentq(lambda x: statistic(x) - limit, best, best + direction * step, xtol=1e-11) if step < 300 else direction * math.inf)
    return found


def valleys():
    rows = read("octavian_lr.csv")
    for group in dict.fromkeys(row["optimizer"] for row in rows):
        own = [row for row in rows if row["optimizer"] == group]
        x = np.log([float(row["lr"]) for row in own])
        y = np.log([float(row["seconds"]) for row in own])
        good = np.array([row["reached_97_percent"] == "yes" for row in own])
        x, y = x[good], y[good]
        middle = x.mean()
        at = x - middle
        beta, covariance, squares, free = ols(np.c_[np.ones(len(x)), at, at**2], y)
        t = beta[2] / math.sqrt(covariance[2, 2])
        put("reached", group, "bend", beta[2])
        put("reached", group, "p", 2 * stats.t.sf(abs(t), free))
        put("reached", group, "lr", math.exp(middle - beta[1] / (2 * beta[2])))
        slopes = np.array([0, -1 / (2 * beta[2]), beta[1] / (2 * beta[2] ** 2)])
        put("reached", group, "decades", math.sqrt(slopes @ covariance @ slopes) / math.log(10))
        put("reached", group, "scatter", math.exp(math.sqrt(squares / free)))
        limit = stats.t.ppf(0.975, free) ** 2
        a = 4 * (beta[2] ** 2 - limit * covariance[2, 2])
        b = 4 * (beta[1] * beta[2] - limit * covariance[1, 2])
        c = beta[1] ** 2 - limit * covariance[1, 1]
        if a > 0:
            root = math.sqrt(b * b - 4 * a * c)
            put("reached", group, "low", math.exp(middle + (-b - root) / (2 * a)))
            put("reached", group, "high", math.exp(middle + (-b + root) / (2 * a)))


def walled(x, y, failed, at):
    """The maximum of the likelihood of two half parabolas with their bottom at a place, their bends 0 or more."""
    keep = np.ones(len(x), bool)
    columns = [np.ones(len(x))]
    for side in (-1, 1):
        on = side * (x - at) > 0
        if (on & ~failed).any():
            columns.append(np.where(on, (x - at) ** 2, 0.0))
        else:
            # A cliff explains its failures.
            keep &= ~on
    columns = np.array(columns).T[keep]
    own, lost = y[keep], failed[keep]
    good = ~lost
    count = good.sum()

    def minus(theta):
        sigma = math.exp(theta[-1])
        z = (own - columns @ theta[:-1]) / sigma
        value = count * theta[-1] + 0.5 * (z[good] ** 2).sum() - stats.norm.logsf(z[lost]).sum()
        pull = np.where(lost, np.exp(stats.norm.logpdf(z) - stats.norm.logsf(z)), z)
        slope = -(pull[:, None] * columns).sum(axis=0) / sigma
        return value, np.append(slope, count - (pull * z).sum())

    bends = columns.shape[1] - 1
    start = np.append(np.append(own[good].min(), np.full(bends, 0.1)), 0.0)
    limits = [(None, None)] + [(0, None)] * bends + [(-12, 5)]
    best = None
    for _ in range(4):
        found = optimize.minimize(minus, start, jac=True, bounds=limits, method="L-BFGS-B", options=dict(maxiter=5000, maxfun=20000, ftol=1e-16, gtol=1e-12, maxcor=30))
        best, start = -found.fun, found.x
    return best, start


def walls():
    sets = []
    rows = read("octavian_lr.csv")
    for group in ("Adam", "Adagrad", "Momentum", "GD", "Adadelta"):
        own = [row for row in rows if row["optimizer"] == group]
        sets.append((group, own, "seconds", [row["reached_97_percent"] == "no" for row in own]))
    rows = read("../../tests/ml/digits/sweep.csv")
    for group in ("softmax", "mlp32"):
        own = [row for row in rows if row["model"] == group]
        sets.append((group, own, "updates_to_target", [row["updates_to_target"] == "" for row in own]))
    for group, own, time, failed in sets:
        x = np.log([float(row["lr"]) for row in own])
        y = np.log([float(row[time] or 3000) for row in own])
        failed = np.array(failed)
        good = sorted(set(x[~failed]))
        n = (~failed).sum()
        places = np.concatenate([np.linspace(a, b, 9)[:-1] for a, b in zip(good, good[1:])] + [[good[-1]]])
        heights = np.array([walled(x, y, failed, at)[0] for at in places])
        at = places[heights.argmax()]
        place = heights.argmax()
        if 0 < place < len(places) - 1:
            finer = optimize.minimize_scalar(lambda at: -walled(x, y, failed, at)[0], bounds=(places[place - 1], places[place + 1]), method="bounded", options=dict(xatol=1e-10))
            if -finer.fun > heights[place]:
                at = finer.x
                order = np.searchsorted(places, at)
                places, heights = np.insert(places, order, at), np.insert(heights, order, -finer.fun)
        top, theta = walled(x, y, failed, at)
        free = n - 4
        excess = lambda other: (math.exp(2 * (top - other) / n) - 1) * free
        limit = stats.t.ppf(0.975, free) ** 2
        inside = [excess(height) <= limit for height in heights]
        edge = lambda one, other: optimize.brentq(lambda at: excess(walled(x, y, failed, at)[0]) - limit, one, other, xtol=1e-10)
        first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
        low = good[0] if first == 0 else edge(places[first - 1], places[first])
        high = good[-1] if last == len(places) - 1 else edge(places[last], places[last + 1])
        middle = x[~failed].mean()
        columns = np.c_[np.ones(len(x)), x - middle, (x - middle) ** 2]
        # The mean of places under a likelihood that goes in straight lines from one to the next.
        weights = np.exp(heights - top)
        area = moment = 0.0
        for a, b, u, v in zip(places, places[1:], weights, weights[1:]):
            area += (b - a) * (u + v) / 2
            moment += integrate.quad(lambda z: z * (u + (v - u) * (z - a) / (b - a)), a, b)[0]
        put("walls", group, "likeliest", math.exp(at))
        put("walls", group, "lr", math.exp(moment / area))
        put("walls", group, "low", math.exp(low))
        put("walls", group, "high", math.exp(high))
        put("walls", group, "scatter", math.exp(math.exp(theta[-1]) * math.sqrt(n / free)))
        put("walls", group, "alike", stats.f.sf(max(excess(likelihood(columns, y, failed)[0]), 0), 1, free))
        put("walls", group, "p", stats.f.sf(excess(likelihood(columns[:, :1], y, failed)[0]) / 3, 3, free))


def aicc(squares, n, k):
    return n * math.log(squares / n) + 2 * (k + 1) + 2 * (k + 1) * (k + 2) / (n - k - 2)


def growth(rows):
    for lr in dict.fromkeys(row["lr"] for row in rows):
        own = [row for row in rows if row["lr"] == lr]
        size = np.array([float(row["scale"]) for row in own])
        time = np.array([float(row["seconds"]) for row in own])
        n = len(own)
        total = ((time - time.mean()) ** 2).sum()
        for name, by in (("line", size), ("weights", 10 + 12160 * size + 3262464 * size**2)):
            scale = by.mean()
            beta, covariance, squares, _ = ols(np.c_[np.ones(n), by / scale], time)
            put(name, lr, "c", beta[0])
            put(name, lr, "c_error", math.sqrt(covariance[0, 0]))
            put(name, lr, "k", beta[1] / scale)
            put(name, lr, "k_error", math.sqrt(covariance[1, 1]) / scale)
            put(name, lr, "r_squared", 1 - squares / total)
            put(name, lr, "aicc", aicc(squares, n, 2))
        # The best c and a for an exponent are a straight line's: one search, over the exponent.
        line = lambda b: ols(np.c_[np.ones(n), size**b], time)
        found = optimize.minimize_scalar(lambda b: line(b)[2], bounds=(0.05, 4), method="bounded", options=dict(xatol=1e-12))
        beta, _, squares, _ = line(found.x)
        slopes = np.c_[np.ones(n), size**found.x, beta[1] * size**found.x * np.log(size)]
        covariance = np.linalg.inv(slopes.T @ slopes) * squares / (n - 3)
        put("power", lr, "b", found.x)
        put("power", lr, "b_error", math.sqrt(covariance[2, 2]))
        put("power", lr, "c", beta[0])
        put("power", lr, "aicc", aicc(squares, n, 3))
        limit = stats.t.ppf(0.975, n - 3) ** 2
        low, high = edges(lambda b: (line(b)[2] / squares - 1) * (n - 3), found.x, limit)
        put("power", lr, "b_low", low)
        put("power", lr, "b_high", high)


def drift(rows):
    x = np.log([float(row["lr"]) for row in rows])
    size = np.log([float(row["scale"]) for row in rows])
    y = np.log([float(row["seconds"]) for row in rows])
    tried = sorted(set(x))
    at = np.array([[float(value == own) for own in tried] for value in x])
    product = (x - np.mean(tried)) * size
    n = len(y)

    def test(with_, without, weight, name):
        big, small = with_ * weight[:, None], without * weight[:, None]
        beta, _, squares, free = ols(big, y * weight)
        dropped = big.shape[1] - small.shape[1]
        f = (ols(small, y * weight)[2] - squares) / dropped / (squares / free)
        put("drift", name, "f", f)
        put("drift", name, "numerator", dropped)
        put("drift", name, "denominator", free)
        put("drift", name, "p", stats.f.sf(f, dropped, free))
        return beta

    even = np.ones(n)
    # Sizes from their middle, for the inverse's sake.
    centred = size - size.mean()
    product = (x - np.mean(tried)) * centred
    parallel = np.c_[at, centred]
    test(np.c_[at, at * centred[:, None]], parallel, even, "alike")
    put("drift", "leaning", "interaction", test(np.c_[parallel, product], parallel, even, "leaning")[-1])
    scatter = np.zeros(n)
    for value in tried:
        own = x == value
        _, _, squares, free = ols(np.c_[np.ones(own.sum()), centred[own]], y[own])
        scatter[own] = math.sqrt(squares / free)
    test(np.c_[parallel, product], parallel, 1 / scatter, "weighted")
    middle = x.mean()
    for name, from_ in (("small", 0.0), ("large", math.log(9.75))):
        s, at = size - from_, x - middle
        beta, covariance, squares, free = ols(np.c_[np.ones(n), at, at**2, s, at * s], y)
        limit = stats.t.ppf(0.975, free) ** 2
        a = 4 * (beta[2] ** 2 - limit * covariance[2, 2])
        b = 4 * (beta[1] * beta[2] - limit * covariance[1, 2])
        c = beta[1] ** 2 - limit * covariance[1, 1]
        root = math.sqrt(b * b - 4 * a * c)
        put("moving", name, "lr", math.exp(middle - beta[1] / (2 * beta[2])))
        put("moving", name, "low", math.exp(middle + (-b - root) / (2 * a)))
        put("moving", name, "high", math.exp(middle + (-b + root) / (2 * a)))
    # The ratio of two coefficients again: the tilt over minus twice the bend.
    a = 4 * (beta[2] ** 2 - limit * covariance[2, 2])
    b = 4 * (beta[4] * beta[2] - limit * covariance[2, 4])
    c = beta[4] ** 2 - limit * covariance[4, 4]
    root = math.sqrt(b * b - 4 * a * c)
    put("moving", "doubling", "factor", 2 ** (-beta[4] / (2 * beta[2])))
    put("moving", "doubling", "low", 2 ** ((-b - root) / (2 * a)))
    put("moving", "doubling", "high", 2 ** ((-b + root) / (2 * a)))


def main():
    valleys()
    walls()
    rows = read("octavian_model_size.csv")
    growth(rows)
    drift(rows)
    with open(os.path.join(HERE, "sweep.csv"), "w") as file:
        file.write("what,name,figure,value\n")
        for row in OUT:
            file.write(",".join(row) + "\n")


main()
