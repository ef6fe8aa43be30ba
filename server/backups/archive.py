"""A backup's one file: what it holds, written whole or not at all, and read only where every digest is right."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = "antrean-backup/1"
MANIFEST = "manifest.json"
SUFFIX = ".antrean.tar.gz"
DATABASE = "antrean.db"
# Beside the database: who signs sessions, who may run the command line, and the keys of agents on this machine.
SECRETS = ("secret_key", "command_line_key")
KEYS = "keys"
MOST_BYTES = 20 * 1024**3  # an archive that claims more is not ours
CHUNK = 1024 * 1024
UNREADABLE = (tarfile.TarError, EOFError, ValueError, zlib.error, gzip.BadGzipFile)


class NotABackup(Exception):
    """The file is no backup, or not a whole one; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup says of itself. `files`: name → SHA-256 of its bytes; `made_at`: UTC text."""

    version: str
    revision: str
    site: str
    made_at: str
    seq: int
    head: str
    files: Mapping[str, str]
    format: str = FORMAT


def write(target: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """The archive under its name once all of it is on the disk. Raises OSError, leaving nothing behind."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as tar:
                _add_bytes(tar, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
                for name, path in files.items():
                    tar.add(path, name, recursive=False, filter=_plain)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(target.parent)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose file it was on the old machine says nothing on the new one."""
    member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
    return member


def unpack(file: Path, into: Path) -> Manifest:
    """Every file of the backup in the empty folder `into`. Raises NotABackup, OSError."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            manifest = _manifest(tar)
            for member in tar:
                _take(tar, member, manifest, into)
    except UNREADABLE as trouble:
        raise NotABackup(f"{file.name} cannot be read: {trouble}") from None
    missing = [name for name in manifest.files if not (into / name).is_file()]
    if missing:
        raise NotABackup(f"{file.name} lacks {', '.join(missing)}")
    return manifest


def manifest_of(file: Path) -> Manifest:
    """What a backup says of itself, without reading the rest. Raises NotABackup, OSError."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            return _manifest(tar)
    except UNREADABLE as trouble:
        raise NotABackup(f"{file.name} cannot be read: {trouble}") from None


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if content is None:
        raise NotABackup("its first part is not a manifest")
    said = json.loads(content.read(CHUNK))
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise NotABackup(f"it is not of the format {FORMAT}")
    try:
        return Manifest(**said)
    except TypeError:
        raise NotABackup("its manifest is not complete") from None


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, into: Path) -> None:
    """One file, under a name that the manifest gives and that stays within the folder."""
    if member.name == MANIFEST:
        return
    digest, source = manifest.files.get(member.name), tar.extractfile(member)
    if digest is None or source is None or not is_ours(member.name) or member.size > MOST_BYTES:
        raise NotABackup(f"{member.name[:80]!r} does not belong in a backup")
    target = into / member.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        while chunk := source.read(CHUNK):
            found.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if found.hexdigest() != digest:
        raise NotABackup(f"{member.name} is damaged: its bytes are not those that were backed up")


def is_ours(name: str) -> bool:
    """The database, a secret, or one key file: nothing that could leave the folder or hide in it."""
    folder, _, last = name.rpartition("/")
    return name in (DATABASE, *SECRETS) or (folder == KEYS and last.replace("_", "").replace("-", "").isalnum())


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """A new name in a folder is on the disk once the folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
