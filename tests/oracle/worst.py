"""Lots at which the program once lost digits, or loses most, found by `tests/differential`: totals for T1 = 1, in 60 digits.

    python3 tests/oracle/worst.py > tests/oracle/worst.csv        (mpmath 1.3)

Inputs are the doubles that they read as. Unit theory: terms one by one. Average theory: x f(x) at either end.
"""

from mpmath import exp, mp, mpf, nstr

mp.dps = 60


def double(text):
    return mpf(float(text))


def shape(model, p):
    b = double(p["index"]) if "index" in p else None
    if model == "power-law":
        return lambda x: x**b
    if model == "stanford-b":
        return lambda x: (x + double(p["prior_units"])) ** b
    if model == "s-curve":
        m = double(p["incompressible"])
        return lambda x: m + (1 - m) * (x + double(p["prior_units"])) ** b
    if model == "plateau-hard":
        return lambda x: max(x**b, double(p["floor"]))
    if model == "boone":
        return lambda x: x ** (b / (1 + x / double(p["decay"])))
    if model == "knecht":
        return lambda x: x**b * exp(double(p["growth"]) * x)
    if model == "levy":
        c, k = 1 / double(p["floor"]), double(p["flattening"])
        return lambda x: 1 / (c - (c - x**-b) * k ** (-k * x))
    if model == "hyperbolic":
        q, r = double(p["prior_units"]), double(p["half_units"])
        return lambda x: (x + q + r) / (x + q) * (1 + q) / (1 + q + r)
    if model == "exponential":
        q, r = double(p["prior_units"]), double(p["time_constant"])
        return lambda x: (1 - exp(-(1 + q) / r)) / (1 - exp(-(x + q) / r))
    raise ValueError(model)


CASES = [
    ("hyperbolic", "cumulative-average", "prior_units=1.42729829189571 half_units=1e15", 185822923, 185822930),
    ("hyperbolic", "cumulative-average", "prior_units=0 half_units=1367642655.483189", 31, 110),
    ("hyperbolic", "cumulative-average", "prior_units=12.5 half_units=1e6", 2, 3),
    ("exponential", "cumulative-average", "prior_units=0 time_constant=1e15", 64, 3685),
    ("exponential", "cumulative-average", "prior_units=0 time_constant=1000", 2, 2),
    ("exponential", "cumulative-average", "prior_units=3 time_constant=1e6", 10, 1000000),
    ("stanford-b", "cumulative-average", "index=-0.9999999999998362 prior_units=0.28185649310488836", 1559454308, 1559454308),
    ("stanford-b", "cumulative-average", "index=-0.999 prior_units=4", 10, 19),
    ("s-curve", "cumulative-average", "index=-0.9999 prior_units=2.5 incompressible=1e-12", 100, 1000),
    ("plateau-hard", "cumulative-average", "index=-0.9628680966522435 floor=2.8527935605053907e-10", 14, 31),
    ("boone", "cumulative-average", "index=-0.9999999999 decay=1e9", 5, 5),
    ("levy", "cumulative-average", "index=-0.99999 floor=0.001 flattening=1.000001", 7, 7),
    ("levy", "cumulative-average", "index=-1.0743757293673544 floor=1435.235418563013 flattening=1.0000000000000329", 999999999999942, 999999999999942),
    ("levy", "unit", "index=-1.0000000000000007 floor=1e9 flattening=1.7871399820680338", 1, 161),
    ("levy", "unit", "index=-0.3 floor=1e6 flattening=1.6", 1, 400),
    ("stanford-b", "unit", "index=-0.3 prior_units=0.0625", 562949953421302, 562949953421331),
    ("stanford-b", "unit", "index=-1.5 prior_units=0.3", 1048560, 1048600),
    ("knecht", "unit", "index=-0.9999999999999998 growth=-2.611808845217657e-9", 137438953616, 137438953616),
    ("knecht", "cumulative-average", "index=-0.2688167584278 growth=-0.5419704673407528", 1089, 1089),
    ("power-law", "unit", "index=2.1849458225920e-13", 174, 327),
    ("power-law", "cumulative-average", "index=3.837923362068372e-13", 643, 643),
]

print("model,basis,parameters,first,last,total")
for model, basis, parameters, first, last in CASES:
    f = shape(model, dict(part.split("=") for part in parameters.split()))
    if basis == "unit":
        total = sum(f(mpf(k)) for k in range(first, last + 1))
    else:
        before = mpf(first - 1)
        total = last * f(mpf(last)) - (before * f(before) if before else 0)
    print(f"{model},{basis},{parameters},{first},{last},{nstr(total, 30)}")
