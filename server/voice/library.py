"""Which libespeak this machine has: the system's own, or the one a Python package brings along."""

import ctypes
import importlib
import os
import tempfile
from pathlib import Path

NAMES = (
    "libespeak-ng.so.1",
    "libespeak.so.1",
    "/opt/homebrew/lib/libespeak-ng.1.dylib",
    "/usr/local/lib/libespeak-ng.1.dylib",
)
SOURCES = ("system", "package")  # in the order they are tried
PATH_LIMIT = 100  # libespeak has 160 bytes for a file's path, and ends the process over them


class NoLibrary(Exception):
    """This source has no libespeak here; the text says what is missing."""


def make_available(source: str) -> str:
    """Makes pyttsx3 find the library under its usual name. Gives a name for the log, or raises NoLibrary."""
    return from_package() if source == "package" else from_system()


def from_system() -> str:
    for name in NAMES:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return f"{Path(name).name} of the system"
    raise NoLibrary("the system has no libespeak-ng.so.1")


def from_package() -> str:
    """`espeakng-loader` holds library and data; asking for libespeak by its usual name then gets it."""
    try:
        loader = importlib.import_module("espeakng_loader")
        path, data = loader.get_library_path(), Path(loader.get_data_path())
        ctypes.CDLL(path)
    except (ImportError, OSError, RuntimeError) as why:
        raise NoLibrary(f"the package espeakng-loader cannot be used: {why}") from why
    os.environ["ESPEAK_DATA_PATH"] = str(short_path(data))
    load = ctypes.cdll.LoadLibrary
    ctypes.cdll.LoadLibrary = lambda name: load(path if name in NAMES else name)  # type: ignore[method-assign]
    return "libespeak-ng of the package espeakng-loader"


def short_path(data: Path) -> Path:
    """The folder itself, or a link to it from a short path where its own is too long for libespeak."""
    if len(os.fsencode(data)) <= PATH_LIMIT:
        return data
    link = Path(tempfile.mkdtemp(prefix="antrean-voice-")) / data.name
    link.symlink_to(data)
    return link
