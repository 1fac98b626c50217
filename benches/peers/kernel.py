"""NumPy's vectorised form of `cargo bench --bench rows`: average, total and unit of ten million of Wright's curves.

    pip install numpy
    python3 benches/peers/kernel.py
"""

import statistics
import time

import numpy as np

ROWS = 10_000_000
random = np.random.default_rng(1)
first = random.uniform(1, 1000, ROWS)
b = random.uniform(-0.7, -0.05, ROWS)
n = random.integers(1, 1_000_001, ROWS).astype(float)
times = []
for _ in range(9):
    start = time.perf_counter()
    average = first * n**b
    total = n * average
    unit = first * (n ** (b + 1) - (n - 1) ** (b + 1))
    times.append((time.perf_counter() - start) / ROWS * 1e9)
print(f"NumPy {np.__version__}: {statistics.median(times):.1f} ns a row ({min(times):.1f} to {max(times):.1f})")
times = []
k = np.arange(1.0, ROWS + 1)
for _ in range(5):
    start = time.perf_counter()
    np.sum(k**-0.3219280948873623)
    times.append((time.perf_counter() - start) * 1e3)
print(f"sum(k**b) to 10 million: {statistics.median(times):.1f} ms ({min(times):.1f} to {max(times):.1f})")
