"""Writes powers.csv, from 60 digits, which the powers of src/curve/power.rs are held to.

    python3 powers.py          (Python 3.11, mpmath 1.3.0; 5 seconds)

Each x and b is a double, written with all its digits. The power of these exact doubles is the double `power` and `rest`
units in the last place of it.
"""

import math
import pathlib
import random

from mpmath import mp, mpf

mp.dps = 60
INDEXES = [-5.0, -4.999999999999999, -3.0, -2.0, -1.0, -1 + 1e-10, -0.5, -1e-12, -5e-324, 0.0, 1e-300, 1e-12, 0.5, 1.0, 2.0]
INDEXES += [math.log2(rate) for rate in (0.5001, 0.7, 0.8, 0.9, 0.95, 1.05, 1.5)]
NEAR_ONE = [1 + k * 2.0**-52 for k in (1, 2, 3, 1000)] + [1 - k * 2.0**-53 for k in (1, 2, 3, 1000)]
ROOTS = [math.nextafter(math.sqrt(2), way) for way in (0, 2)] + [math.nextafter(math.sqrt(0.5), way) for way in (0, 1)]
NUMBERS = [1.0, 2.0, 3.0, 5.0, 10.0, 1e3, 1e6 - 1, 1e12 + 1, 1e15, 1e15 - 1, 1e16, 2.0**40, 2.0**53, 0.5, 0.1, 1e-3, 1e-16, 1.5, 16.0, 17.5]
NUMBERS += NEAR_ONE + ROOTS


def main():
    draw = random.Random(4)
    pairs = [(x, b) for x in NUMBERS for b in INDEXES]
    pairs += [(float(int(10 ** draw.uniform(0, 15))), draw.uniform(-5, 2)) for _ in range(1500)]
    pairs += [(10 ** draw.uniform(-16, 16), draw.uniform(-5, 2)) for _ in range(1000)]
    pairs += [(2.0 ** draw.randint(-10, 10) * draw.uniform(0.9, 1.1), draw.uniform(-5, 2)) for _ in range(500)]
    with open(pathlib.Path(__file__).parent / "powers.csv", "w", encoding="utf-8", newline="\n") as out:
        out.write("x,b,power,rest\n")
        for x, b in pairs:
            exact = mpf(x) ** mpf(b)
            power = float(exact)
            out.write(f"{x!r},{b!r},{power!r},{float((exact - power) / math.ulp(power)):.6f}\n")


main()
