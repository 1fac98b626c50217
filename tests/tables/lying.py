"""Makes Parquet files whose descriptions lie about what they hold.

Each would keep a reader that takes its word busy for minutes, make it reserve gigabytes, or overflow its stack.
The descriptions are written in Thrift's compact protocol. `endless.parquet` was found by fuzzing and has no maker.
"""

import struct
from pathlib import Path

HERE = Path(__file__).parent
TRUE, I32, I64, DOUBLE, BINARY, LIST, MAP, STRUCT = 1, 5, 6, 7, 8, 9, 11, 12
MOST = 2**31 - 1


def number(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def signed(value):
    return number(value << 1 if value >= 0 else -2 * value - 1)


def text(value):
    return number(len(value)) + value


def fields(*given):
    out, last = b"", 0
    for place, kind, value in given:
        out += bytes([place - last << 4 | kind]) if place - last < 16 else bytes([kind]) + signed(place)
        out, last = out + value, place
    return out + b"\0"


def several(kind, values, said=None):
    said = len(values) if said is None else said
    return (bytes([said << 4 | kind]) if said < 15 else bytes([0xF0 | kind]) + number(said)) + b"".join(values)


def element(name, kind=None, children=None):
    given = []
    if kind is not None:
        given += [(1, I32, signed(kind)), (3, I32, signed(0))]
    given.append((4, BINARY, text(name)))
    if children is not None:
        given.append((5, I32, signed(children)))
    return fields(*given)


NAMES = [b"first_time", b"units", b"learning_rate"]
PLAIN = [element(b"all", children=3), *(element(name, kind=5) for name in NAMES)]


def table(name, schema=PLAIN, footer=(), page=()):
    out, chunks = b"PAR1", []
    for column, values in zip(NAMES, ([100.0, 50.0], [10.0, 20.0], [0.8, 0.9])):
        plain = struct.pack("<2d", *values)
        size = signed(len(plain))
        head = fields((1, I32, signed(2)), (2, I32, signed(0)), (3, I32, signed(3)), (4, I32, signed(3)))
        head = fields((1, I32, signed(0)), (2, I32, size), (3, I32, size), (5, STRUCT, head), *page)
        start, whole = signed(len(out)), signed(len(head + plain))
        out += head + plain
        about = fields(
            (1, I32, signed(5)),
            (2, LIST, several(I32, [signed(0)])),
            (3, LIST, several(BINARY, [text(column)])),
            (4, I32, signed(0)),
            (5, I64, signed(2)),
            (6, I64, whole),
            (7, I64, whole),
            (9, I64, start),
        )
        chunks.append(fields((2, I64, start), (3, STRUCT, about)))
    group = fields((1, LIST, several(STRUCT, chunks)), (2, I64, signed(100)), (3, I64, signed(2)))
    end = fields(
        (1, I32, signed(1)),
        (2, LIST, several(STRUCT, schema)),
        (3, I64, signed(2)),
        (4, LIST, several(STRUCT, [group])),
        *footer,
    )
    (HERE / name).write_bytes(out + end + struct.pack("<I", len(end)) + b"PAR1")


table("truths.parquet", footer=[(20 + more, LIST, several(TRUE, [], MOST)) for more in range(30)])
table("pairs.parquet", footer=[(20 + more, MAP, number(MOST) + b"\x11") for more in range(30)])
table("page.parquet", page=[(20, LIST, several(DOUBLE, [], MOST))])
table("children.parquet", schema=[element(b"all", children=MOST), *PLAIN[1:]])
deep = [element(b"all", children=4), *PLAIN[1:], *[element(b"in", children=1)] * 2_000, element(b"last", kind=5)]
table("deep.parquet", schema=deep)
