"""The exact least squares of NIST's set Filip as doubles hold it: writes filip.csv beside itself.

    python3 tests/oracle/filip.py      (Python 3.8 or later, nothing else)

The ten powers of x are made by one multiplication after another and rounded to doubles each time, as a program that is given columns
has them; from there on the arithmetic is exact. The certified answer is that of powers which are not rounded: the columns are so
nearly dependent that the roundings move it in the eighth digit. Columns: coefficient and standard error, from the constant on.
"""

import csv
import pathlib
from decimal import Decimal, getcontext
from fractions import Fraction

HERE = pathlib.Path(__file__).parent
getcontext().prec = 60


def solve(matrix, rights):
    """Gauss and Jordan, in fractions."""
    size = len(matrix)
    rows = [list(row) + list(right) for row, right in zip(matrix, rights)]
    for place in range(size):
        pivot = next(row for row in range(place, size) if rows[row][place] != 0)
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for other in range(size):
            if other != place and rows[other][place] != 0:
                share = rows[other][place]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[place])]
    return [row[size:] for row in rows]


def decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def main():
    with open(HERE.parent / "nist" / "linear" / "filip.csv") as file:
        data = [(float(row["y"]), float(row["x1"])) for row in csv.DictReader(file)]
    rows = []
    for _, x in data:
        powers = [1.0]
        for _ in range(10):
            powers.append(powers[-1] * x)
        rows.append([Fraction(power) for power in powers])
    y = [Fraction(y) for y, _ in data]
    size = 11
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(size)] for i in range(size)]
    right = [[sum(row[i] * y for row, y in zip(rows, y))] + [Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    solved = solve(normal, right)
    coefficients = [row[0] for row in solved]
    squares = sum((y - sum(c * v for c, v in zip(coefficients, row))) ** 2 for row, y in zip(rows, y))
    variance = squares / (len(rows) - size)
    with open(HERE / "filip.csv", "w") as file:
        file.write("coefficient,std_error\n")
        for place in range(size):
            error = decimal(variance * solved[place][1 + place]).sqrt()
            file.write(f"{decimal(coefficients[place]):.29E},{error:.29E}\n")


main()
