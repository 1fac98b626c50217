"""Writes the 50-digit values that the curve's tests compare against.

    python3 sums.py            (Python 3.11, mpmath 1.3.0; 15 seconds)

writes sums.csv (sum of k^b), differences.csv (L^c - (F-1)^c, c = 1 + b) and midpoints.csv beside itself.
Each b is a double, written with all its digits, and the value is that of the exact double.
"""

import math
import pathlib
import random

from mpmath import bernoulli, exp, factorial, log, mp, mpf, nstr

mp.dps = 80
HERE = pathlib.Path(__file__).parent
MOST = 10**15
WEIGHTS = [bernoulli(2 * k) / factorial(2 * k) for k in range(31)]

NAMED = [-5.0, -3.0, -2.0, -1.0, -1 + 1e-10, -1 - 1e-10, -0.5, 0.0, 1e-12, -1e-12, 1e-5, -1e-5, -0.152, -0.322, 1.0, 2.0]
RATES = [0.5001, 0.6, 0.7, 0.75, 0.8, 0.85, 0.875, 0.9, 0.95, 0.99, 1.05, 1.5]
INDEXES = NAMED + [math.log2(rate) for rate in RATES]


def power_sum(b, first, last):
    """The sum of k^b: 80 terms, then Euler-Maclaurin with 30 corrections, whose remainder is below 1e-70."""
    b = mpf(b)
    if last - first < 160:
        return sum(mpf(k) ** b for k in range(first, last + 1))
    start = max(first, 80)
    total = sum((mpf(k) ** b for k in range(first, start)), mpf(0))
    m, n = mpf(start), mpf(last)
    total += log(n / m) if b == -1 else (n ** (b + 1) - m ** (b + 1)) / (b + 1)
    total += (m**b + n**b) / 2
    at_m, at_n = b * m ** (b - 1), b * n ** (b - 1)
    for k in range(1, 31):
        total += WEIGHTS[k] * (at_n - at_m)
        step = (b - 2 * k + 1) * (b - 2 * k)
        at_m, at_n = at_m * step / m**2, at_n * step / n**2
    return total


def check_against_plain_sums():
    for b in (-5.0, -1.2, -1 + 1e-10, -1.0, -0.5, 0.3, 2.0):
        for first, last in ((1, 3000), (300, 3000)):
            plain = sum(mpf(k) ** mpf(b) for k in range(first, last + 1))
            assert abs(power_sum(b, first, last) / plain - 1) < mpf(10) ** -50, (b, first, last)


def difference(b, first, last):
    c = 1 + mpf(b)
    before = mpf(0) if first == 1 else mpf(first - 1) ** c
    return mpf(last) ** c - before


def bisect(f, low, high):
    """The root of f, which changes sign between low and high, to 45 digits."""
    low, high = mpf(low), mpf(high)
    rising = f(high) > 0
    while high - low > high * mpf(10) ** -45:
        middle = (low + high) / 2
        if (f(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def crawford_midpoint(b, first, last):
    quantity = last - first + 1
    if b == 0.0:
        return exp(log_sum(first, last) / quantity)
    return (power_sum(b, first, last) / quantity) ** (1 / mpf(b))


def log_sum(first, last):
    return mp.loggamma(mpf(last) + 1) - mp.loggamma(mpf(first))


def wright_midpoint(b, first, last):
    """K with K^c - (K-1)^c the lot's average; for b = 0 the limit, where K ln K - (K-1) ln(K-1) is."""
    quantity = last - first + 1
    if b == 0.0:
        def entropy(x):
            return x * log(x) if x else mpf(0)
        mean = (entropy(mpf(last)) - entropy(mpf(first - 1))) / quantity
        return bisect(lambda x: entropy(x) - entropy(x - 1) - mean, first, last)
    c = 1 + mpf(b)
    mean = difference(b, first, last) / quantity
    def unit(x):
        return x**c - (mpf(0) if x == 1 else (x - 1) ** c)
    sign = 1 if unit(mpf(last)) > mean else -1
    return bisect(lambda x: sign * (unit(x) - mean), first, last)


def lots(random_lots, seed):
    """Lots of every kind: from 1, far out, one unit, short, long; up to 1e15."""
    draw = random.Random(seed)
    fixed = [(1, 1), (1, 2), (2, 2), (1, 10), (1, 16), (1, 17), (1, 31), (1, 32), (1, 33), (5, 8), (16, 31), (16, 32), (17, 40)]
    fixed += [(1, 10**k) for k in (2, 3, 4, 6, 9, 12, 15)]
    fixed += [(10**12, 10**12), (10**12, 10**12 + 1), (10**12, 10**12 + 15), (10**12, 10**12 + 16), (10**12, 10**12 + 10**6)]
    fixed += [(10**12, 10**15), (MOST, MOST), (MOST - 20, MOST), (2, MOST), (201, 500), (10**6, 15 * 10**5), (10**6, 15 * 10**5 + 2)]
    for _ in range(random_lots):
        first = int(10 ** draw.uniform(0, 14.9))
        quantity = int(10 ** draw.uniform(0, 14.9))
        fixed.append((first, min(first + quantity, MOST)))
    return fixed


def write(name, header, rows):
    with open(HERE / name, "w", encoding="utf-8", newline="\n") as out:
        out.write(header + "\n")
        for row in rows:
            out.write(",".join(row) + "\n")


def text(value):
    return nstr(value, 50, strip_zeros=True)


def cases(random_indexes, random_lots, seed):
    draw = random.Random(seed)
    some = INDEXES + [draw.uniform(-5, 2) for _ in range(random_indexes)]
    some += [middle + draw.uniform(-0.06, 0.06) for middle in (-1, 0) for _ in range(5)]
    every = lots(random_lots, seed + 1)
    fixed = len(every) - random_lots
    for b in some:
        for lot in every[:fixed] + draw.sample(every[fixed:], 6):
            yield (b, *lot)


def main():
    check_against_plain_sums()
    write("sums.csv", "b,first,last,sum",
          ((repr(b), str(f), str(l), text(power_sum(b, f, l))) for b, f, l in cases(30, 60, 1)))
    write("differences.csv", "b,first,last,difference",
          ((repr(b), str(f), str(l), text(difference(b, f, l))) for b, f, l in cases(30, 60, 2)))

    def midpoints():
        for b, first, last in cases(10, 30, 3):
            if first == last:
                continue
            yield "unit", repr(b), str(first), str(last), text(crawford_midpoint(b, first, last))
            # Wright's units past the first cost nothing at b = -1; below it the first has no like among the others.
            if b != -1.0 and not (b < -1.0 and first == 1):
                yield "cumulative-average", repr(b), str(first), str(last), text(wright_midpoint(b, first, last))
    write("midpoints.csv", "basis,b,first,last,midpoint", midpoints())


main()
