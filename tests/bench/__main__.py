"""`make bench`: every figure with its aim, as one table. `python -m tests.bench tickets` runs one part."""

import importlib
import os
import platform
import sys

from tests.bench.table import Row, lines

PARTS = ("tickets", "screens", "phones", "shapes", "people", "house")


def main(names: list[str]) -> None:
    rows: list[Row] = []
    for name in names or PARTS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"tests.bench.{name}").run()
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores\n")
    print("\n".join(lines(rows)))


if __name__ == "__main__":
    main(sys.argv[1:])
