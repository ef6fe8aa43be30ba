"""`python -m server.bundle`: everything an installation needs in one file, for a hall without internet."""

import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from server.web import assets

HERE = Path(__file__).parent
ROOT = HERE.parent
INSTALLER = HERE / "deploy" / "install.sh"
EXTRAS = "postgresql,queue,usb"
PIP_SECONDS = 900


class BundleNotMade(Exception):
    """What is missing, in one line."""


def make(target: Path) -> Path:
    """The bundle as a tar in the folder `target`. Raises BundleNotMade."""
    if missing := assets.missing():
        raise BundleNotMade(f"browser assets are missing ({missing[0]} …): run `make assets` first")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "antrean"
        wheels = inside / "wheels"
        wheels.mkdir(parents=True)
        product = _wheels(wheels)
        _holds_pages(product)
        shutil.copy(INSTALLER, inside / "install.sh")
        (inside / "install.sh").chmod(0o755)
        shutil.copytree(INSTALLER.parent, inside / "deploy", ignore=shutil.ignore_patterns("install.sh", "__pycache__"))
        for text in ("README.md", "LICENSE"):
            shutil.copy(ROOT / text, inside / text)
        (inside / "about.json").write_text(json.dumps(_about(product), indent=1) + "\n")
        _sums(inside)
        file = target / f"antrean-{_version(product)}-{_platform()}.tar.gz"
        with tarfile.open(file, "w:gz", compresslevel=6) as tar:
            tar.add(inside, "antrean", filter=_nobodys)
    return file


def _wheels(folder: Path) -> Path:
    """Wheels of the product and of all it depends on; the product's."""
    with tempfile.TemporaryDirectory() as clean:  # an earlier build beside the sources must not get in
        source = Path(clean) / "source"
        _copy_source(source)
        _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(source))
    (product,) = folder.glob("antrean-*.whl")
    _pip("wheel", "--wheel-dir", str(folder), "--find-links", str(folder), f"antrean[{EXTRAS}] @ {product.as_uri()}")
    _pip("wheel", "--wheel-dir", str(folder), "setuptools")
    return product


def _copy_source(target: Path) -> None:
    target.mkdir()
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, target / name)
    for package in ("kiosk", "display", "counter", "server", "printers"):
        shutil.copytree(ROOT / package, target / package, ignore=shutil.ignore_patterns("__pycache__"))


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)
    if ran.returncode != 0:
        lines = (ran.stderr or ran.stdout).strip().splitlines() or ["pip failed"]
        raise BundleNotMade(lines[-1])


def _holds_pages(product: Path) -> None:
    """A wheel without the browser's files would install, and serve empty pages."""
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(product)], capture_output=True, text=True, check=True
    ).stdout
    wanted = [*assets.read_manifest().copies, "migrations/env.py", "sanggau.yaml", "kiosk.html", "id.po"]
    if lacking := [name for name in wanted if name not in listed]:
        raise BundleNotMade(f"the wheel lacks {lacking[0]}")


def _about(product: Path) -> dict[str, str]:
    return {"version": _version(product), "python": _python(), "platform": _platform()}


def _version(product: Path) -> str:
    return product.name.split("-")[1]


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _platform() -> str:
    return f"{sys.platform}-{platform.machine()}-py{_python()}"


def _sums(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}" for path in files]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid, member.gid, member.uname, member.gname = 0, 0, "", ""
    return member


def main(arguments: Sequence[str]) -> int:
    target = Path(arguments[0]) if arguments else Path("dist")
    print("Collecting the product and everything it needs; this takes a few minutes …")
    try:
        file = make(target)
    except BundleNotMade as trouble:
        print(f"No bundle was made: {trouble}")
        return 1
    print(f"{file}: {file.stat().st_size // 2**20} MB for Python {_python()}.")
    print("On the hall's PC: tar xf, then antrean/install.sh")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
