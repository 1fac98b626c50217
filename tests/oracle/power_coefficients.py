"""Prints the polynomials of src/curve/power.rs, as exact doubles.

    python3 power_coefficients.py          (Python 3.11, mpmath 1.3.0; 10 seconds)

Interpolation at Chebyshev's points, in 60 digits, then rounded to doubles: within a factor of 2 of the least worst error.
"""

from mpmath import cos, ln, log, lu_solve, matrix, mp, mpf, pi, sqrt

mp.dps = 60


def interpolate(f, low, high, degree):
    """Coefficients, lowest power first, of the polynomial that meets f at Chebyshev's points of [low, high]."""
    points = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * degree + 2)) for i in range(degree + 1)]
    rows = matrix([[x**j for j in range(degree + 1)] for x in points])
    return list(lu_solve(rows, matrix([f(x) for x in points])))


def series(terms, x):
    return sum(term * x**j for j, term in enumerate(terms))


def show(name, f, low, high, degree, share):
    """The polynomial, and the worst of its error times `share`, in bits."""
    doubles = [float(c) for c in interpolate(f, mpf(low), mpf(high), degree)]
    worst = max(abs(share(x) * (series([mpf(c) for c in doubles], x) - f(x)))
                for x in (low + (high - low) * mpf(i) / 2000 for i in range(2001)))
    print(f"{name}: degree {degree}, error 2^{float(log(worst, 2)):.1f}")
    for c in doubles:
        print(f"    {c!r},")


def atanh_tail(z):
    """2/ln 2 (atanh(s) - s)/s^3, z = s^2."""
    return 2 / ln(2) * sum(z**j / (2 * j + 3) for j in range(60))


def exp_tail(t):
    """(e^t - 1 - t - t^2/2)/t^3."""
    return sum(t**j / mp.factorial(j + 3) for j in range(40))


show("logarithm", atanh_tail, mpf(0), mpf("0.0401"), 7, lambda z: z * sqrt(z))
show("exponential", exp_tail, mpf("-0.3475"), mpf("0.3475"), 9, lambda t: t**3)
for name, value in (("2/ln 2", 2 / ln(2)), ("ln 2", ln(2))):
    high = float(value)
    print(f"{name}: {high!r} + {float(value - high)!r}")
