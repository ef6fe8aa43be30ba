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
from printers.own import own_printers
from server import paired
from server.paired import Paired

USUAL_SERVER = "http://127.0.0.1:8080"
log = structlog.get_logger("printers")


@click.command()
@click.option("--server", envvar="ANTREAN_SERVER", help=f"Where the server is; {USUAL_SERVER} unless paired elsewhere.")
@click.option("--pair", "code", help="A pairing code: exchanged once for a key, which is kept with the rest.")
@click.option("--key", envvar="ANTREAN_KEY", help="The agent's device key.")
@click.option("--key-file", envvar="ANTREAN_KEY_FILE", type=click.Path(path_type=Path), help="A file that holds it.")
@click.option(
    "--printer", "words", multiple=True, help="Only p1, or p1=usb:04b8:0e15 on this machine; may be given often."
)
@click.option("--config", type=click.Path(path_type=Path), help="One line: server=… key=… printer=…")
@click.option("--journal", type=click.Path(path_type=Path), help="What was printed and not yet reported.")
def main(
    server: str | None, code: str | None, key: str | None, key_file: Path | None, words: tuple[str, ...],
    config: Path | None, journal: Path | None,
) -> None:  # fmt: skip
    """Print what the server asks for."""
    log_plainly()
    data = Path(os.environ.get("ANTREAN_DATA", "data"))
    told = _told(config or data / "printers.conf", server, code, words)
    try:
        own = own_printers(told.printers)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    door = Door(told.server, told.key if code else _key(key, key_file, told.key))
    path = journal or data / "printer-agent.jsonl"
    try:
        agent = Agent(door, Journal(path), own)
    except JournalBusy as busy:
        raise click.ClickException(f"another printer agent is using {busy}") from busy
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: agent.stop.set())
    agent.run()
    door.close()
    os._exit(0)  # a claim may still wait for work: it is a thread nobody needs to wait for


def _told(file: Path, server: str | None, code: str | None, words: tuple[str, ...]) -> Paired:
    """What the command line says; what it leaves out, the file says. With a code the file is made first."""
    try:
        own_printers(words)  # before the code is used up
        kept = paired.read(file)
        if code:
            kept, said = paired.paired_now(file, server or kept.server or USUAL_SERVER, code, words)
            log.info(said)
    except (ValueError, OSError, paired.NotPaired) as error:
        raise click.ClickException(str(error)) from error
    return Paired(server or kept.server or USUAL_SERVER, kept.key, words or kept.printers)


def _key(key: str | None, key_file: Path | None, kept: str) -> str:
    if key:
        return key
    if key_file is None:
        if not kept:
            raise click.ClickException(
                "the agent needs its device key: --pair CODE once, or --key, --key-file, ANTREAN_KEY"
            )
        return kept
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
