"""The digits that the crate ships, from the table that scikit-learn carries.

    pip install scikit-learn==1.9.1
    python3 tests/oracle/digits.py > src/ml/train/digits.bin

41 bytes a row: the 64 pixels, each from 0 to 16 in five bits, first pixel in the highest bits; then the label. 1797 rows in the
table's order, 73,677 bytes. Given a file, it reads that instead of the installed package's.
"""

import csv
import gzip
import importlib.util
import pathlib
import sys


def table():
    if len(sys.argv) > 1:
        return sys.argv[1]
    package = importlib.util.find_spec("sklearn").origin
    return pathlib.Path(package).parent / "datasets" / "data" / "digits.csv.gz"


def packed(row):
    bits = 0
    for pixel in row[:64]:
        assert 0 <= pixel <= 16
        bits = bits << 5 | pixel
    assert 0 <= row[64] <= 9
    return bits.to_bytes(40, "big") + bytes([row[64]])


with gzip.open(table(), "rt") as text:
    rows = [[int(float(cell)) for cell in row] for row in csv.reader(text)]
assert len(rows) == 1797 and all(len(row) == 65 for row in rows)
sys.stdout.buffer.write(b"".join(packed(row) for row in rows))
