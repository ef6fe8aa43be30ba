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
    queue_url: str = _setting("", "redis://… of the Valkey between several processes; empty: none")
    processes: int = _setting(1, "how many web processes `run` starts on its one port; more than one needs PostgreSQL")
    process: int = _setting(1, "which of several processes this is; `run` numbers its own")
    async_mode: str = _setting("eventlet", "eventlet, or threading for tests and tools")
    public_url: str = _setting("", "address on slips and QR codes; empty: the mall's, else the one listened on")
    allowed_hosts: str = _setting("", "comma-separated host names the server answers to; empty: any")
    trusted_proxies: int = _setting(0, "how many reverse proxies in front may set X-Forwarded-…")
    backup_folder: str = _setting("", "where backups go, best another disk; empty: `backups` in the data folder")
    backup_minutes: int = _setting(15, "a backup by itself every so many minutes where something happened; 0: never")
    max_connections: int = _setting(4096, "open connections at once")
    requests_per_second: int = _setting(100, "of one device, one person or one address; twenty times as many at once")
    max_sockets: int = _setting(3500, "open sockets at once")
    sockets_per_address: int = _setting(2000, "open sockets of one address; a hall's phones may share one")
    connections_per_address: int = _setting(2500, "open connections of one address, unless behind a trusted proxy")
    session_hours: int = _setting(12, "staff sign in again after this")
    session_idle_minutes: int = _setting(120, "staff sign in again after this long without a page of theirs open")
    cookie_secure: bool = _setting(False, "send the staff cookie over https only")
    log_level: str = _setting("info", "debug, info, warning, error")
    demo_password: str = _setting("", "common password of the demonstration's accounts; empty: one is made")

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'antrean.db'}"

    @property
    def backups(self) -> Path:
        return Path(self.backup_folder) if self.backup_folder else self.data / "backups"

    @property
    def is_shared(self) -> bool:
        """Several processes may serve this site at once; a SQLite file has exactly one."""
        return not self.url.startswith("sqlite")


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
