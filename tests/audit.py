"""Audits what the product depends on: `python -m tests.audit`. The first half needs no network, and can fail without one.

Without network: everything that is asked for is installed and agrees; no library is older than the version in which a
known hole was closed, nor may setup.cfg allow such a one; every licence is one that a public service may ship; the
browser's libraries are pinned to a version and a checksum. With network: every exact version is looked up at osv.dev.
Where that does not answer, it says NOT CHECKED: that half proves nothing then.
"""

import configparser
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import httpx
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

HOUSE = Path(__file__).parents[1]
SHIPPED_EXTRAS = ("postgresql", "queue", "usb")
OSV = "https://api.osv.dev/v1/querybatch"

# The first version without the hole, which hole, and what it would mean here. As known on 2026-11-23; newer ones are osv.dev's to tell.
CLOSED: dict[str, tuple[str, str, str]] = {
    "aiohttp": ("3.12.14", "CVE-2025-53643", "tests only: request smuggling by trailers"),
    "babel": ("2.9.1", "CVE-2021-42771", "a locale's name leads out of its folder"),
    "certifi": ("2024.7.4", "CVE-2024-39689", "trusts an authority that nobody trusts any more"),
    "eventlet": ("0.40.3", "CVE-2025-58068", "our own server: a second request hidden in the trailers of the first"),
    "flask": ("3.1.1", "CVE-2025-47278", "sessions signed with the oldest instead of the newest key"),
    "h11": ("0.16.0", "CVE-2025-43859", "chunks that end where they should not"),
    "idna": ("3.7", "CVE-2024-3651", "a host name that takes minutes to read"),
    "jinja2": ("3.1.6", "CVE-2025-27516", "templates that break out of their sandbox"),
    "mako": ("1.2.2", "CVE-2022-40023", "a template that takes minutes to read"),
    "pillow": ("11.3.0", "CVE-2025-48379", "a picture that writes past its buffer"),
    "python-socketio": ("5.14.0", "CVE-2025-61765", "who can write to the queue between processes runs code in all of them"),
    "pyyaml": ("5.4", "CVE-2020-14343", "a mall's file that runs code"),
    "redis": ("4.5.5", "CVE-2023-28859", "an answer that was meant for somebody else"),
    "werkzeug": ("3.1.4", "CVE-2025-66221", "a file name that is a device, on Windows"),
}  # fmt: skip
ALLOWED = ("mit", "bsd", "apache", "psf", "python software foundation", "isc", "mpl", "mozilla", "lgpl", "lesser general",
           "unlicense", "0bsd", "mit-cmu", "hpnd", "zpl", "public domain", "zlib", "cnri")  # fmt: skip
ALLOWED_ANYWAY = {  # why a licence beyond the list is right here
    "espeakng-loader": "GPL speech engine, a program of its own that the voice agent asks; nothing is linked into the product",
}


def product() -> Distribution:
    return distribution("antrean")


def asked_for(extras: tuple[str, ...] = SHIPPED_EXTRAS) -> Iterator[Requirement]:
    """What setup.cfg asks for, as it stands in the file: an old installation must not hide a new line."""
    file = configparser.ConfigParser()
    file.read(HOUSE / "setup.cfg", encoding="utf-8")
    lines = file["options"]["install_requires"].splitlines()
    for extra in extras:
        lines += file["options.extras_require"].get(extra, "").splitlines()
    yield from (Requirement(line) for line in lines if line.strip() and not line.strip().startswith("#"))


def shipped() -> dict[str, Distribution]:
    """Every installed distribution that the product needs to run, with what those need."""
    found: dict[str, Distribution] = {}
    wanted = list(asked_for())
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        if name in found or not _applies(requirement):
            continue
        try:
            found[name] = distribution(requirement.name)
        except PackageNotFoundError:
            continue
        wanted += [
            needed for needed in map(Requirement, found[name].requires or [])
            if _applies(needed, requirement.extras)
        ]  # fmt: skip
    return found


def _applies(requirement: Requirement, extras: set[str] | None = None) -> bool:
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({"extra": extra}) for extra in (extras or {""}))


def missing() -> list[str]:
    """What setup.cfg asks for and is not here, or is here in another version. Extras may be absent."""
    faults = []
    for requirement in asked_for(extras=()):
        try:
            version = distribution(requirement.name).version
        except PackageNotFoundError:
            faults.append(f"{requirement} is not installed")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{requirement}, but {version} is installed")
    return faults


def disagreeing() -> list[str]:
    """What `pip check` says of the product's own dependencies."""
    told = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False).stdout
    names = {"antrean", *shipped()}
    return [line for line in told.splitlines() if canonicalize_name(line.split(" ")[0]) in names]


def holes() -> list[str]:
    """Installed versions with a hole that a later one closed."""
    return [
        f"{name} {found.version}: {CLOSED[name][1]}, {CLOSED[name][2]}; closed in {CLOSED[name][0]}"
        for name, found in shipped().items()
        if name in CLOSED and Version(found.version) < Version(CLOSED[name][0])
    ]


def allowed_holes() -> list[str]:
    """Libraries of which setup.cfg would let such a version in."""
    floors = {canonicalize_name(one.name): _lowest(one) for one in asked_for()}
    return [
        f"{name}: setup.cfg must ask for >={first}, before it there was {hole}"
        for name, (first, hole, _) in CLOSED.items()
        if name in shipped() and floors.get(canonicalize_name(name), Version("0")) < Version(first)
    ]


def _lowest(requirement: Requirement) -> Version:
    floors = [Version(one.version) for one in requirement.specifier if one.operator in (">=", "==", "~=")]
    return max(floors, default=Version("0"))


def licence_of(found: Distribution) -> str:
    """What its metadata say, by whichever of the three ways there were over the years."""
    classified = [one for one in found.metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    plain = (found.metadata.get("License") or "").splitlines()[:1]
    return "; ".join([found.metadata.get("License-Expression") or "", *classified, *plain]).strip("; ")


def strange_licences() -> list[str]:
    return [
        f"{name}: {licence_of(found) or 'says nothing'}"
        for name, found in shipped().items()
        if name not in ALLOWED_ANYWAY and not any(word in licence_of(found).lower() for word in ALLOWED)
    ]


def browser_libraries() -> dict[str, str]:
    told = json.loads((HOUSE / "server/web/package.json").read_text(encoding="utf-8"))
    return dict(told["dependencies"])


def unpinned() -> list[str]:
    """Browser libraries without an exact version or a strong checksum."""
    told = json.loads((HOUSE / "server/web/package.json").read_text(encoding="utf-8"))
    return [
        name for name, version in told["dependencies"].items()
        if not version[0].isdigit() or not told["integrity"].get(name, "").startswith("sha512-")
    ]  # fmt: skip


CHECKS = {
    "what setup.cfg asks for is here": missing, "what is here agrees": disagreeing, "no known hole is installed": holes,
    "no known hole is allowed": allowed_holes, "licences": strange_licences, "browser libraries are pinned": unpinned,
}  # fmt: skip


def everything() -> list[tuple[str, str, str]]:
    """(ecosystem, name, version) of all that is shipped."""
    python = [("PyPI", name, found.version) for name, found in sorted(shipped().items())]
    return [*python, *(("npm", name, version) for name, version in browser_libraries().items())]


def looked_up(seconds: float = 20) -> list[str] | None:
    """Known holes of exactly these versions; None where nobody answers, or not for all of them."""
    asked = everything()
    queries = [{"package": {"ecosystem": e, "name": n}, "version": v} for e, n, v in asked]
    try:
        answer = httpx.post(OSV, json={"queries": queries}, timeout=seconds)
        answer.raise_for_status()
        results: list[dict[str, Any]] = answer.json()["results"]
    except (httpx.HTTPError, ValueError, KeyError):
        return None
    if len(results) != len(asked):
        return None
    return [
        f"{name} {version}: {', '.join(one['id'] for one in result['vulns'])}"
        for (_, name, version), result in zip(asked, results, strict=True) if result.get("vulns")
    ]  # fmt: skip


def main() -> int:
    faults = 0
    for name, check in CHECKS.items():
        found = check()
        print(f"{'ok ' if not found else 'NO '} {name}", *(f"     {one}" for one in found), sep="\n")
        faults += len(found)
    told = looked_up()
    if told is None:
        print(f"NOT CHECKED  {len(everything())} exact versions against osv.dev: it does not answer from here")
        return 1 if faults else 0
    print(
        f"{'ok ' if not told else 'NO '} {len(everything())} exact versions at osv.dev",
        *(f"     {one}" for one in told),
        sep="\n",
    )
    return 1 if faults or told else 0


if __name__ == "__main__":
    sys.exit(main())
