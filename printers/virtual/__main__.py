"""`python -m printers.virtual`: any number of virtual printers in one process, and their papers in the browser."""

import signal
import threading

import click

from printers.profiles import paper_of
from printers.virtual.printer import VirtualPrinter
from printers.virtual.web import PaperPages


@click.command()
@click.option("--port", default=9100, show_default=True, help="TCP port, when only one printer is wanted.")
@click.option("--printer", "printers", multiple=True, help="name:port or name:port:width_mm; may be given often.")
@click.option("--web", default=8091, show_default=True, help="Port of the page that shows the papers.")
@click.option("--speed", default=1200, show_default=True, help="Rows of dots a second; 0 prints at once.")
def main(port: int, printers: tuple[str, ...], web: int, speed: int) -> None:
    """Pretend to be receipt printers."""
    started = []
    for name, at, width in map(_parsed, printers or (f"p1:{port}",)):
        printer = VirtualPrinter(name, port=at, dots=paper_of(width).dots, rows_per_second=speed)
        try:
            started.append(printer.start())
        except OSError as error:
            raise click.ClickException(f"printer {name}: port {at} cannot be used ({error.strerror})") from error
        click.echo(f"virtual printer {name} listens on {printer.address}")
    try:
        pages = PaperPages(tuple(started), port=web).start()
    except OSError as error:
        raise click.ClickException(f"page: port {web} cannot be used ({error.strerror})") from error
    click.echo(f"papers: {pages.url}")
    _wait_for_a_signal()
    pages.stop()
    for printer in started:
        printer.stop()


def _parsed(text: str) -> tuple[str, int, int]:
    """p1:9100 or p1:9100:58"""
    name, _, rest = text.partition(":")
    at, _, width = rest.partition(":")
    try:
        return name, int(at), int(width or 80)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not name:port or name:port:width_mm") from error


def _wait_for_a_signal() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


if __name__ == "__main__":
    main()
