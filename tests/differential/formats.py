"""One answer, whatever way it is asked for: threads, standard input, formats, and runs that were killed.

    python3 tests/differential/formats.py PROGRAM [ROUNDS [SEED]]

Random tables of rows (quotes, blank cells, bad rows) through `batch`, and random scenarios with those in `configs` through `solve`.
Nothing but Python's own library; ends with 1 and the folder of the case where two ways differ.
"""

import html
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from csv import DictReader
from decimal import Decimal, InvalidOperation

PROGRAM = os.path.realpath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
checks = 0


def run(arguments, folder, stdin=None):
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, input=stdin, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{arguments} in {folder}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def same(what, one, other, folder):
    global checks
    checks += 1
    if one != other:
        print(f"{what} differ in {folder}: {str(one)[:300]} and {str(other)[:300]}")
        sys.exit(1)


def table(draw, rows):
    """Rows of every kind: sound, with blank cells, with quotes, and bad."""
    lines = ["part,model,first_time,learning_rate,units"]
    for row in range(rows):
        name = draw.choice([f"p{row}", f'"p, {row}"', f'"say ""{row}"""', '"two\nlines"', "", "é ü", "=1+1"])
        model = draw.choice(["wright", "crawford"])
        time_ = draw.choice([f"{draw.uniform(0.01, 500):.4g}", str(draw.randint(1, 99)), f"{10 ** draw.uniform(-9, 15):.12e}"])
        rate = draw.choice([f"{draw.randint(50, 100)}%", f"{draw.uniform(0.5, 1):.6f}", f"{draw.uniform(50, 100):.3f}%"])
        units = str(int(10 ** draw.uniform(0, 15)))
        if draw.random() < 0.1:
            broken = draw.randrange(4)
            time_ = "" if broken == 0 else time_
            rate = "80" if broken == 1 else rate
            units = draw.choice(["0", "1.5", "x", "2e15", "-3"]) if broken == 2 else units
            model = "wirght" if broken == 3 else model
        lines.append(f"{name},{model},{time_},{rate},{units}")
    return "\n".join(lines) + "\n"


def sheet(folder, name):
    """The first sheet of a workbook as rows of texts and numbers."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(os.path.join(folder, name)) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(t.text or "" for t in item.iter(f"{{{space['m']}}}t")) for item in strings]
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in root.iter(f"{{{space['m']}}}row"):
        cells = {}
        for cell in row:
            column = re.match("[A-Z]+", cell.get("r")).group()
            value = cell.find("m:v", space)
            text = "".join(t.text or "" for t in cell.iter(f"{{{space['m']}}}t"))
            if cell.get("t") == "s":
                cells[column] = shared[int(value.text)]
            elif value is not None and cell.get("t") in (None, "n"):
                cells[column] = float(value.text)
            else:
                cells[column] = text
        rows.append(cells)
    return rows


def rows_agree(draw, folder):
    text = table(draw, draw.choice([1, 30, 700, 4000]))
    with open(os.path.join(folder, "in.csv"), "w", encoding="utf-8", newline="") as file:
        file.write(text)
    batch = ["batch", "in.csv", "--force"]
    run([*batch, "-o", "whole.csv", "--threads", "1"], folder)
    whole = read(folder, "whole.csv")
    rejects = read(folder, "whole.rejects.csv") if os.path.exists(os.path.join(folder, "whole.rejects.csv")) else b""
    for threads in ("2", "7"):
        run([*batch, "-o", f"t{threads}.csv", "--threads", threads], folder)
        same(f"1 and {threads} threads", whole, read(folder, f"t{threads}.csv"), folder)
        if rejects:
            same(f"rejects of 1 and {threads} threads", rejects, read(folder, f"t{threads}.rejects.csv"), folder)
    same("a file and standard output", whole, run(["batch", "in.csv"], folder), folder)
    same("a file and standard input", whole, run(["batch", "-", "--from", "csv"], folder, text.encode()), folder)

    answers = list(DictReader(whole.decode().splitlines(keepends=True)))
    lines = run(["batch", "in.csv", "--format", "jsonl"], folder).decode().split("\n")
    objects = [json.loads(line, parse_float=str, parse_int=str) for line in lines if line]
    figures = ("average", "total", "unit")
    in_csv = [[answer[figure] for figure in figures] for answer in answers]
    same("CSV and JSON Lines", [[float(x) for x in row] for row in in_csv], [[float(o[f]) for f in figures] for o in objects], folder)
    same("digits in CSV and JSON Lines", in_csv, [[o[f] for f in figures] for o in objects], folder)

    run([*batch, "-o", "rows.xlsx"], folder)
    head, *cells = sheet(folder, "rows.xlsx")
    places = {name: column for column, name in head.items()}
    in_book = [[row.get(places[figure]) for figure in figures] for row in cells]
    same("CSV and a workbook", [[float(x) for x in row] for row in in_csv], in_book, folder)

    # Parquet there and back: one figure on the way out, the others from what was written.
    run([*batch, "--find", "average", "-o", "rows.parquet"], folder)
    run(["batch", "rows.parquet", "--force", "--find", "total,unit", "-o", "back.csv"], folder)
    back = list(DictReader(read(folder, "back.csv").decode().splitlines(keepends=True)))
    same("CSV and Parquet", [[float(x) for x in row] for row in in_csv], [[float(row[f]) for f in figures] for row in back], folder)


def killed_and_resumed(draw, folder):
    with open(os.path.join(folder, "long.csv"), "w", encoding="utf-8", newline="") as file:
        file.write(table(draw, 60_000))
    batch = ["batch", "long.csv"]
    run([*batch, "-o", "whole.csv", "--force"], folder)
    for _ in range(20):
        child = subprocess.Popen([PROGRAM, *batch, "-o", "cut.csv", "--resume"], cwd=folder, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.0, 0.15))
        child.send_signal(signal.SIGKILL)
        child.wait()
        if os.path.exists(os.path.join(folder, "cut.csv")):
            break
    else:
        run([*batch, "-o", "cut.csv", "--resume"], folder)
    for name in ("csv", "rejects.csv"):
        same("a whole run and one that was killed", read(folder, f"whole.{name}"), read(folder, f"cut.{name}"), folder)


def scenario(draw):
    model = draw.choice(["wright", "crawford", "de-jong", "stanford-b", "pegels", "plateau"])
    own = {
        "de-jong": f"incompressible = {draw.uniform(0, 0.9):.3f}\n",
        "stanford-b": f"prior_units = {draw.uniform(0, 9):.2f}\n",
        "plateau": f'floor = "{draw.uniform(0.01, 0.5):.3f} h"\n',
        "pegels": f'unit_ratio = {draw.uniform(0.5, 0.99):.3f}\nfloor = "{draw.uniform(0.01, 0.5):.3f} h"\n',
    }.get(model, "")
    rate = "" if model == "pegels" else f'learning_rate = "{draw.uniform(60, 99):.2f}%"\n'
    n = int(10 ** draw.uniform(0, 12))
    return f"""title = "Drawn"
currency = "{draw.choice(["USD", "JPY", "KWD"])}"
[curve.{model}]
first_time = "{10 ** draw.uniform(0, 4):.4f} h"
{rate}{own}
[[cost]]
name = "Labour"
rate = {draw.uniform(1, 99):.2f}
per = "hour"
[rounding]
mode = "{draw.choice(["half-up", "half-even", "up", "down", "ceiling", "floor"])}"
[[question]]
find.average = {{ units = {n} }}
[[question]]
find.total = {{ units = {n} }}
of = "time"
[[question]]
find.unit = {{ number = {n} }}
[[question]]
find.lot = {{ first = {n}, last = {n + draw.randrange(1, 1000)} }}
"""


def numbers(text):
    """Every number of a text, commas between thousands left out."""
    text = text.replace("\u2212", "-").replace("\u202f", "").replace("\u00a0", " ")
    text = re.sub(r"(?<=\d),(?=\d\d\d)", "", text)
    return {Decimal(number) for number in re.findall(r"-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]{1,3})?", text)}


def is_in(value, seen):
    """Whether a value is among them: as it is, or without its sign, which may stand in words."""
    try:
        number = Decimal(value.rstrip("%"))
    except InvalidOperation:
        return False
    return number in seen or abs(number) in seen


def formats_agree(path, folder):
    global checks
    solve = lambda form: run(["solve", path, "--format", form], folder).decode()
    reports = [json.loads(line) for line in solve("json").splitlines() if line]
    in_csv = [row for row in DictReader(solve("csv").splitlines(keepends=True)) if row["value"]]
    wanted = [result for report in reports for answer in report["answers"] for result in answer["results"]]
    in_json = [(r["name"], str(r["value"]), r["exact"]) for r in wanted]
    rows = [(row["name"], row["value"], float(row["exact"]) if row["exact"] else None) for row in in_csv]
    # The CSV has every row of a table, and says of which count each figure is.
    missing = [r for r in in_json if not any(row[0].startswith(r[0]) and row[1:] == r[1:] for row in rows)]
    same(f"JSON and CSV of {path}", missing, [], folder)
    page = solve("html")
    page = re.sub(r"(?s)<(style|script).*?</\1>|<[^>]*>", " ", page)
    for form, text in [("text", solve("text")), ("markdown", solve("markdown")), ("html", html.unescape(page))]:
        seen = numbers(text)
        missing = [r for r in in_json if not is_in(r[1], seen) and r[1] not in text]
        same(f"JSON and {form} of {path}", missing, [], folder)


def main():
    draw = random.Random(SEED)
    began = time.time()
    for number in range(ROUNDS):
        folder = tempfile.mkdtemp(prefix="formats-")
        rows_agree(draw, folder)
        if number % 5 == 0:
            killed_and_resumed(draw, folder)
        for place in range(10):
            path = os.path.join(folder, f"s{place}.toml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(scenario(draw))
            formats_agree(path, folder)
        one, many = (run(["batch", folder, "--threads", n, "--format", "jsonl"], "/") for n in ("1", "7"))
        same("scenarios by 1 and 7 threads", one, many, folder)
        shutil.rmtree(folder)
    configs = os.path.join(ROOT, "configs")
    for name in sorted(os.listdir(configs)):
        if name.endswith(".toml"):
            formats_agree(os.path.join(configs, name), configs)
    print(f"{ROUNDS} rounds, seed {SEED}: {checks} comparisons, all the same, in {time.time() - began:.0f} s")


main()
