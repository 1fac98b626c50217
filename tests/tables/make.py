"""Makes the tables beside it, as three kinds of writers leave them: `python3 tests/tables/make.py`, with polars and pyarrow installed."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent

pl.DataFrame(
    {
        "part": ["chair", "a,b", None, 'q"x', ""],
        "first_time": [2.0, 100.0, 10.0, None, 7.5],
        "learning_rate": [0.95, 0.8, 0.8, 0.9, 0.8],
        "units": pl.Series([128, 8, 4, 2, 2], dtype=pl.Int32),
        "when": [dt.datetime(2024, 1, 31, 12, 0, 0, 5)] * 5,
        "day": [dt.date(2024, 2, 29)] * 5,
        "clock": [dt.time(1, 2, 3)] * 5,
        "fine": [True, None, False, True, True],
        "price": [Decimal("12.34")] * 5,
        "large": pl.Series([2**63 + 5, None, 1, 2, 3], dtype=pl.UInt64),
        "single": pl.Series([0.8] * 5, dtype=pl.Float32),
        "bytes": [b"\x00\xff"] * 5,
    }
).write_parquet(HERE / "polars.parquet")

costs = pa.table(
    {
        "first_cost": pa.array([Decimal("112000.00"), Decimal("-1.50"), Decimal("10.00")], pa.decimal128(12, 2)),
        "learning_rate": pa.array(["80%", "0.9", "80%"]),
        "units": pa.array([8.0, 128.0, float("nan")]),
        "when": pa.array([1_000_000_000_123_456_789, 0, None], pa.timestamp("ns", "UTC")),
        "two": pa.array([b"ab", b"cd", b"ef"], pa.binary(2)),
        "short": pa.array([Decimal("1.1"), None, Decimal("-0.5")], pa.decimal128(5, 1)),
    }
)
pq.write_table(costs, HERE / "pyarrow.parquet", compression="gzip", row_group_size=2)
pq.write_table(
    costs,
    HERE / "old.parquet",
    version="1.0",
    data_page_version="2.0",
    use_deprecated_int96_timestamps=True,
    store_decimal_as_integer=True,
    compression="lz4",
)
one = {"first_time": [1.0], "learning_rate": [0.8], "units": [8]}
pq.write_table(pa.table(one | {"units": [[1]]}), HERE / "nested.parquet")
pq.write_table(pa.table(one | {"first_time": [True], "units": [dt.date(2024, 1, 1)]}), HERE / "mistyped.parquet")
pq.write_table(pa.table(one), HERE / "brotli.parquet", compression="brotli")

halves = {"first_time": pa.array(np.float16([100, 0.1, 2.5])), "learning_rate": [0.8] * 3, "units": [8] * 3}
pq.write_table(pa.table(halves), HERE / "halves.parquet")
