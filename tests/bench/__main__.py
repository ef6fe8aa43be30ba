"""`make bench`: every figure with its aim, as one table. `python -m tests.bench phones people shapes` runs some parts.

Each part is given up after its seconds: a house that stands still must not keep whoever measures it.
`python -m tests.bench waiting --csv FILE` compares the predictors of waits on any hall's log.
"""

import importlib
import os
import platform
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.table import Row, lines

# Part → seconds it may take at most; usually it takes a third of that on two cores.
PARTS = {"tickets": 600, "screens": 600, "phones": 900, "shapes": 900, "people": 900, "house": 600, "waiting": 900}


class TookTooLong(Exception):
    pass


@contextmanager
def within(seconds: int) -> Iterator[None]:
    def over(*_: Any) -> None:
        raise TookTooLong(f"given up after {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def measured(name: str, **options: str) -> list[Row]:
    """The part's rows; one that says so where it was given up or broke."""
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    try:
        with within(PARTS[name]):
            rows: list[Row] = importlib.import_module(f"tests.bench.{name}").run(**options)
    except Exception as trouble:  # the figures of the other parts are worth as much as before
        traceback.print_exc()
        rows = [Row(name, float("nan"), "", f"{type(trouble).__name__}: {trouble}", False)]
    print("\n".join(lines(rows)), file=sys.stderr, flush=True)  # at once: the next part may take long
    return rows


def main(names: list[str]) -> None:
    options: dict[str, dict[str, str]] = {}
    if "--csv" in names:
        at = names.index("--csv")
        options["waiting"] = {"csv": names[at + 1]}
        names = names[:at] + names[at + 2 :] or ["waiting"]
    rows = [row for name in names or PARTS for row in measured(name, **options.get(name, {}))]
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores\n")
    print("\n".join(lines(rows)))


if __name__ == "__main__":
    main(sys.argv[1:])
