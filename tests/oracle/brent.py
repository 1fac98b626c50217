"""Where Brent's procedure zero evaluates its function: writes brent.csv beside itself.

    python3 tests/oracle/brent.py      (Python 3.8 or later, nothing else)

The procedure is that of the book, with its names, in the order of its labels. The functions are polynomials, evaluated by additions,
multiplications and divisions alone, so that every machine has the same doubles to the last bit.

Source: R. P. Brent, Algorithms for Minimization without Derivatives, 1973, section 4.6, procedure zero.
"""

import csv
import pathlib

EPS = 2.0**-52


def zero(f, a, b, tolerance):
    """The points at which f is asked, in their order; the root is the last b."""
    asked = []

    def at(x):
        asked.append(x)
        return f(x)

    fa, fb = at(a), at(b)
    c, fc = a, fa
    d = e = b - a
    while True:
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        # The book's tol is 2 eps |b| + t; here half of the last bracket is relative to the root.
        tol = 2.0 * EPS * abs(b) + 0.5 * tolerance * abs(b)
        m = 0.5 * (c - b)
        if abs(m) <= tol or fb == 0.0:
            return asked, b
        if abs(e) < tol or abs(fa) <= abs(fb):
            d = e = m
        else:
            s = fb / fa
            if a == c:
                p = 2.0 * m * s
                q = 1.0 - s
            else:
                q = fa / fc
                r = fb / fc
                p = s * (2.0 * m * q * (q - r) - (b - a) * (r - 1.0))
                q = (q - 1.0) * (r - 1.0) * (s - 1.0)
            if p > 0.0:
                q = -q
            else:
                p = -p
            s, e = e, d
            if 2.0 * p < 3.0 * m * q - abs(tol * q) and p < abs(0.5 * s * q):
                d = p / q
            else:
                d = e = m
        a, fa = b, fb
        b = b + (d if abs(d) > tol else (tol if m > 0.0 else -tol))
        fb = at(b)
        if (fb > 0.0) == (fc > 0.0):
            c, fc = a, fa
            d = e = b - a


CASES = {
    "x^2 - 2": (lambda x: x * x - 2.0, 0.0, 2.0, 1e-15),
    # Brent's own example of a simple root between two others: x^3 - 2x - 5 of Wallis.
    "x^3 - 2x - 5": (lambda x: x * (x * x - 2.0) - 5.0, 2.0, 3.0, 1e-15),
    "x^3 - 2x - 5 from afar": (lambda x: x * (x * x - 2.0) - 5.0, 3.0, -50.0, 1e-15),
    "(x - 1)^3 (x + 2)": (lambda x: (x - 1.0) * (x - 1.0) * (x - 1.0) * (x + 2.0), -1.5, 4.0, 1e-6),
    "x^9 - 1/512": (lambda x: x * x * x * x * x * x * x * x * x - 0.001953125, -1.0, 4.0, 1e-15),
    "1/x - 3": (lambda x: 1.0 / x - 3.0, 0.0078125, 64.0, 1e-15),
    "(x - 3) / (x^2 + 1)": (lambda x: (x - 3.0) / (x * x + 1.0), -40.0, 10.0, 1e-3),
}

if __name__ == "__main__":
    with open(pathlib.Path(__file__).with_name("brent.csv"), "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["function", "number", "asked"])
        for name, (f, low, high, tolerance) in CASES.items():
            asked, root = zero(f, low, high, tolerance)
            for number, point in enumerate(asked, 1):
                table.writerow([name, number, repr(point)])
            table.writerow([name, "root", repr(root)])
