"""`python -m printers`: runs the printer agent until it is told to stop."""

import os
import signal
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import click
import structlog

from printers.agent import Agent
from printers.door import Door
from printers.journal import Journal, JournalBusy


@click.command()
@click.option("--server", envvar="ANTREAN_SERVER", default="http://127.0.0.1:8080", show_default=True)
@click.option("--key", envvar="ANTREAN_KEY", help="The agent's device key.")
@click.option("--key-file", envvar="ANTREAN_KEY_FILE", type=click.Path(path_type=Path), help="A file that holds it.")
@click.option("--printer", "only", multiple=True, help="Serve only this printer; may be given often.")
@click.option("--journal", type=click.Path(path_type=Path), help="What was printed and not yet reported.")
def main(server: str, key: str | None, key_file: Path | None, only: tuple[str, ...], journal: Path | None) -> None:
    """Print what the server asks for."""
    log_plainly()
    door = Door(server, _key(key, key_file))
    path = journal or Path(os.environ.get("ANTREAN_DATA", "data")) / "printer-agent.jsonl"
    try:
        agent = Agent(door, Journal(path), frozenset(only))
    except JournalBusy as busy:
        raise click.ClickException(f"another printer agent is using {busy}") from busy
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: agent.stop.set())
    agent.run()
    door.close()
    os._exit(0)  # a claim may still wait for work: it is a thread nobody needs to wait for


def _key(key: str | None, key_file: Path | None) -> str:
    if key:
        return key
    if key_file is None:
        raise click.ClickException("the agent needs its device key: --key, --key-file or ANTREAN_KEY")
    try:
        return key_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise click.ClickException(f"{key_file}: {error.strerror}") from error


def _without_nothing(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A slip that went well has no reason to give: leave such fields out."""
    return {name: value for name, value in event.items() if value is not None}


def log_plainly() -> None:
    """One line an event, on standard error, times in UTC."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _without_nothing,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


if __name__ == "__main__":
    main()
