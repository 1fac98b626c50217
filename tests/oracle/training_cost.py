"""Writes training_cost.csv, from 60 digits, which the laws of src/ml/cost.rs are held to.

    python3 training_cost.py          (Python 3.11, mpmath 1.3.0)

Each input is a double, written with all its digits; each value is of these exact doubles, with 25 digits.
"""

import pathlib

from mpmath import mp, mpf, nstr

mp.dps = 60
LAWS = {
    "hoffmann": (1.69, 406.4, 0.34, 410.7, 0.28),
    "besiroglu": (1.8172, 482.01, 0.3478, 2085.43, 0.3658),
}
POWERS = [(2.0, -0.5, 0.1), (410.7, -0.28, 1.69), (11.62, -0.076, 0.0), (5.3, -0.35, 0.05), (0.9, -2.5, 0.0)]


def text(value):
    return nstr(mpf(value), 25)


rows = ["what,a,b,c,x,value,other"]
for scale, exponent, floor in POWERS:
    a, b, c = mpf(scale), mpf(exponent), mpf(floor)
    for x in (1.0, 7.0, 1e3, 2.5e6, 1.4e12):
        rows.append(f"power,{scale!r},{exponent!r},{floor!r},{x!r},{text(c + a * mpf(x) ** b)},{text(mpf(2) ** b)}")
    for over in (2.0, 0.1, 1e-3, 1e-9):
        loss = floor + over
        left = mpf(loss) - c
        if left <= 0:
            continue
        reached = (left / a) ** (1 / b)
        rows.append(f"reach,{scale!r},{exponent!r},{floor!r},{loss!r},{text(reached)},{text(reached / (-b * left))}")
for name, constants in LAWS.items():
    e, a, alpha, b, beta = map(mpf, constants)
    for flop in (6e10, 1e18, 5.76e23, 3.8e25):
        both = alpha + beta
        g = (alpha * a / (beta * b)) ** (1 / both)
        n = g * (mpf(flop) / 6) ** (beta / both)
        d = (mpf(flop) / 6) ** (alpha / both) / g
        loss = e + a / n**alpha + b / d**beta
        # The stationary point is a minimum: both neighbours along the same FLOP are worse.
        for way in (mpf("1.001"), 1 / mpf("1.001")):
            assert e + a / (n * way) ** alpha + b / (d / way) ** beta > loss
        rows.append(f"best,{name},,,{flop!r},{text(n)},{text(d)}")
        rows.append(f"loss,{name},,,{flop!r},{text(loss)},{text(mpf(2) ** (-alpha * beta / both))}")
pathlib.Path(__file__).with_name("training_cost.csv").write_text("\n".join(rows) + "\n")
