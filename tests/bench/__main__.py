"""`make bench`: every figure with its aim, as one table. `python -m tests.bench tickets` runs one part.

`python -m tests.bench waiting --csv FILE` compares the predictors of waits on any hall's log.
"""

import importlib
import os
import platform
import sys

from tests.bench.table import Row, lines

PARTS = ("tickets", "screens", "phones", "shapes", "people", "house", "waiting")


def main(names: list[str]) -> None:
    options: dict[str, dict[str, str]] = {}
    if "--csv" in names:
        at = names.index("--csv")
        options["waiting"] = {"csv": names[at + 1]}
        names = names[:at] + names[at + 2 :] or ["waiting"]
    rows: list[Row] = []
    for name in names or PARTS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"tests.bench.{name}").run(**options.get(name, {}))
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores\n")
    print("\n".join(lines(rows)))


if __name__ == "__main__":
    main(sys.argv[1:])
