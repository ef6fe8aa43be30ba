"""Every setting of the machine: name, default, help; read once from ANTREAN_… and then frozen."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


class SettingNotSound(ValueError):
    """A setting cannot be read; the text names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path = _setting(Path("data"), "folder of the database, sounds, secret and logs")
    host: str = _setting("127.0.0.1", "address to listen on; 0.0.0.0 for the hall's network")
    port: int = _setting(8080, "port to listen on")
    database_url: str = _setting("", "SQLAlchemy URL; empty: SQLite in the data folder")
    async_mode: str = _setting("eventlet", "eventlet, or threading for tests and tools")
    public_url: str = _setting("", "address on slips and QR codes; empty: the mall's, else the one listened on")
    allowed_hosts: str = _setting("", "comma-separated host names the server answers to; empty: any")
    trusted_proxies: int = _setting(0, "how many reverse proxies in front may set X-Forwarded-…")
    max_connections: int = _setting(4096, "open connections at once")
    cookie_secure: bool = _setting(False, "send the staff cookie over https only")
    log_level: str = _setting("info", "debug, info, warning, error")
    demo_password: str = _setting("", "common password of the demonstration's accounts; empty: one is made")

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'antrean.db'}"


def read(environment: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """Settings from `ANTREAN_<NAME>` variables, overridden by keyword. Raises SettingNotSound."""
    values = {f.name: _read_one(f, environment) for f in fields(Settings)}
    return Settings(**{**values, **{k: v for k, v in overrides.items() if v is not None}})


def _read_one(setting: Any, environment: Mapping[str, str]) -> Any:
    assert setting.default is not MISSING
    text = environment.get(f"ANTREAN_{setting.name.upper()}")
    if text is None:
        return setting.default
    try:
        return _convert(type(setting.default), text)
    except ValueError as error:
        raise SettingNotSound(f"ANTREAN_{setting.name.upper()}={text!r}: {error}") from None


def _convert(kind: Any, text: str) -> Any:
    if kind is bool:
        if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
            raise ValueError("say yes or no")
        return text.lower() in ("1", "true", "yes")
    return Path(text) if issubclass(kind, Path) else kind(text)
