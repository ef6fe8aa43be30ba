"""The house's own files: what git would commit, and what each of them says."""

import ast
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parents[2]
CODE = ("server", "kiosk", "display", "counter", "printers")
NOT_OURS = {"node_modules", "vendor", "__pycache__", ".venv"}


@cache
def files(*endings: str, under: tuple[str, ...] = (*CODE, "tests")) -> tuple[Path, ...]:
    """Our files with these endings."""
    found = (path for folder in under for ending in endings for path in (HOUSE / folder).rglob(f"*.{ending}"))
    return tuple(sorted(path for path in found if not NOT_OURS & set(path.relative_to(HOUSE).parts)))


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
