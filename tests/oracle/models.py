"""Values of every model to 30 digits, by direct summation in 50-digit arithmetic: writes models.csv beside itself.

Run with Python 3 and mpmath:  python3 tests/oracle/models.py
Columns: model, basis, its parameters (name=value, separated by spaces), first, last, total of the lot for T1 = 1.
"""

import os
from mpmath import mp, mpf, e, exp, log

mp.dps = 50

B = [mpf("-0.152"), mpf("-0.3219280948873623"), mpf("-0.75")]


def power(x, b):
    return mpf(x) ** b


def models():
    for b in B:
        yield "power-law", f"index={float(b)!r}", lambda x, b=mpf(float(b)): power(x, b)
        for prior in ("0.5", "4", "37.25"):
            yield ("stanford-b", f"index={float(b)!r} prior_units={prior}",
                   lambda x, b=mpf(float(b)), p=mpf(prior): power(x + p, b))
        for share in ("0.25", "0.9"):
            m = mpf(float(share))
            yield ("de-jong", f"index={float(b)!r} incompressible={share}",
                   lambda x, b=mpf(float(b)), m=m: m + (1 - m) * power(x, b))
            yield ("s-curve", f"index={float(b)!r} prior_units=3.5 incompressible={share}",
                   lambda x, b=mpf(float(b)), m=m: m + (1 - m) * power(x + mpf("3.5"), b))
        for floor in ("0.3", "0.55"):
            c = mpf(float(floor))
            yield ("plateau-hard", f"index={float(b)!r} floor={floor}",
                   lambda x, b=mpf(float(b)), c=c: max(power(x, b), c))
            yield ("plateau-additive", f"index={float(b)!r} floor={floor}",
                   lambda x, b=mpf(float(b)), c=c: power(x, b) + c)
        for decay in ("50", "1000", "1e6"):
            yield ("boone", f"index={float(b)!r} decay={decay}",
                   lambda x, b=mpf(float(b)), c=mpf(decay): power(x, b / (1 + mpf(x) / c)))
        for growth in ("0.0009765625", "-0.03125"):
            yield ("knecht", f"index={float(b)!r} growth={growth}",
                   lambda x, b=mpf(float(b)), c=mpf(growth): power(x, b) * exp(c * x))
        for k in ("1.0", "1.03125", "2.5"):
            c = mpf("0.125")
            yield ("levy", f"index={float(b)!r} floor=0.125 flattening={k}",
                   lambda x, b=mpf(float(b)), c=c, k=mpf(k): 1 / (1 / c - (1 / c - power(x, -b)) * k ** (-k * x)))
    rates = [mpf("0.75"), mpf("0.75"), mpf("0.9"), mpf("0.85")]

    def stepped(x):
        x, value, start = mpf(x), mpf(1), 1
        for place, r in enumerate(rates):
            last = place == len(rates) - 1
            if last or x <= 2 * start:
                return value * (x / start) ** (log(r) / log(2))
            value, start = value * r, 2 * start

    yield "stepped", "rates=0.75,0.75,0.9,0.85", stepped
    for ratio in ("0.984375", "0.5"):
        a, c = mpf(ratio), mpf("0.25")
        yield "pegels", f"unit_ratio={ratio} floor=0.25", lambda x, a=a, c=c: (1 - c) * a ** (mpf(x) - 1) + c
    for p, r in (("0", "12.5"), ("6", "400")):
        p_, r_ = mpf(p), mpf(r)
        yield ("hyperbolic", f"prior_units={p} half_units={r}",
               lambda x, p=p_, r=r_: (x + p + r) / (x + p) * (1 + p) / (1 + p + r))
        yield ("exponential", f"prior_units={p} time_constant={r}",
               lambda x, p=p_, r=r_: (1 - exp(-(1 + p) / r)) / (1 - exp(-(x + p) / r)))


LOTS = [(1, 1), (2, 2), (7, 7), (1, 10), (5, 8), (1, 128), (100, 100), (101, 250), (1, 1000), (900, 1100),
        (1000003, 1000003), (999990, 1000010)]
LONG = [(1, 20000), (1234, 20000)]


def main():
    rows = []
    for model, parameters, f in models():
        lots = LOTS + (LONG if model not in ("knecht",) else [])
        for first, last in lots:
            if model == "knecht" and last > 2000:
                continue
            total = sum(f(mpf(k)) for k in range(first, last + 1))
            rows.append((model, "unit", parameters, first, last, total))
            low = (first - 1) * f(mpf(first - 1)) if first > 1 else mpf(0)
            rows.append((model, "cumulative-average", parameters, first, last, last * f(mpf(last)) - low))
    with open(os.path.join(os.path.dirname(__file__), "models.csv"), "w") as out:
        out.write("model,basis,parameters,first,last,total\n")
        for model, basis, parameters, first, last, total in rows:
            out.write(f'{model},{basis},{parameters.replace(",", ";")},{first},{last},{mp.nstr(total, 30)}\n')


main()
