"""The command line's verb for paper numbers: a page for any printer, or slips on a ticket printer of the hall."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import yaml
from markupsafe import Markup

from printers.wording import words
from server import yaml_file
from server.domain import mall_file
from server.domain.mall import Mall
from server.domain.paper_blocks import LAST_NUMBER, block_of
from server.domain.refusals import MallNotSound, Refusal
from server.housekeeping import asked_of, opened
from server.one_writer import AlreadyServed
from server.operations import setup
from server.settings import Settings
from server.system import SystemIds

AT_ONCE = 24  # numbers a job: some thirty seconds of a ticket printer

PAGE = Markup("""<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 10mm; }}
body {{ margin: 0; color: #000; background: #fff; font: 11pt/1.2 sans-serif; }}
section {{ break-after: page; }}
section:last-child {{ break-after: auto; }}
h1 {{ margin: 0; font-size: 12pt; }}
.how {{ margin: 0 0 2mm; font-size: 9pt; }}
.numbers {{ display: grid; grid-template-columns: repeat(4, 1fr); }}
article {{ box-sizing: border-box; height: 28.6mm; padding: 2mm 3mm; border: 0.3mm dashed #000; }}
article {{ break-inside: avoid; overflow: hidden; }}
article p {{ margin: 0; }}
.site {{ font-size: 8pt; white-space: nowrap; }}
.number {{ font-size: 24pt; font-weight: 700; }}
.blank {{ display: flex; gap: 1mm; font-size: 8pt; line-height: 1.45; }}
.blank::after {{ content: ""; flex: 1; border-bottom: 0.2mm solid #000; }}
</style>
{sections}
</html>
""")
SECTION = Markup('<section><h1>{title}</h1><p class="how">{how}</p><div class="numbers">{numbers}</div></section>\n')
NUMBER = Markup('<article><p class="site">{site}</p><p class="number">{label}</p>{blanks}</article>')


def paper_block(
    settings: Settings, queues: Sequence[str], first: int, count: int, *, file: Path | None, mall: Path | None,
    printer: str | None,
) -> None:  # fmt: skip
    """A block of every queue, or of these. `mall`: of this file, where neither a server nor a database can be asked."""
    known = _read(mall) if mall else _mall(settings)
    wanted = _queues(known, queues)
    if printer is not None:
        _print(settings, wanted, first, count, printer)
    else:
        page = page_of([block_of(known, queue, first, count) for queue in wanted])
        _write(file or Path("paper-block.html"), page, f"{len(wanted)} queues, {_span(first, count)}")


def _span(first: int, count: int) -> str:
    return f"P{first:02d} to P{min(first + count - 1, LAST_NUMBER):02d}"


def _write(file: Path, page: str, told: str) -> None:
    if str(file) == "-":
        click.echo(page, nl=False)
        return
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    click.echo(f"{file}: {told}. Open it in a browser, print it on A4, cut it.")


def _read(file: Path) -> Mall:
    try:
        raw = yaml_file.read(file.read_text(encoding="utf-8"))
        return mall_file.parse(raw if isinstance(raw, dict) else {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is not YAML: {str(error).splitlines()[0]}") from None
    except MallNotSound as refusal:
        raise click.ClickException(f"{file} contradicts itself: {refusal.details['problems'][0]}") from None


def _mall(settings: Settings) -> Mall:
    """As the running server has it, else as the database does."""
    try:
        with opened(settings) as (_, hall):
            return mall_file.parse(setup.dump(hall))
    except AlreadyServed as held:
        return mall_file.parse(asked_of(settings, held, "GET", "/mall/file")["mall"])
    except Refusal:
        raise click.ClickException("No mall is loaded yet. Name its file with --mall.") from None


def _queues(mall: Mall, wanted: Sequence[str]) -> list[str]:
    known = list(dict.fromkeys(service.queue for service in mall.services))
    asked = [queue.upper() for queue in wanted]
    if strange := [queue for queue in asked if queue not in known]:
        raise click.ClickException(f"There is no queue {strange[0]}. Queues: {' '.join(known)}")
    return list(dict.fromkeys(asked)) or known


def page_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """HTML that needs nothing else: each queue begins on a sheet of its own, thirty-six numbers fill one."""
    language = str(blocks[0]["language"])
    title = words(language).say("block.title", queue=" ".join(str(block["queue"]) for block in blocks))
    return str(PAGE.format(language=language, title=title, sections=Markup().join(map(_section, blocks))))


def _section(block: Mapping[str, Any]) -> Markup:
    w = words(str(block["language"]))
    asked = ["day", "time", *(["service"] if len(block["services"]) > 1 else [])]
    blanks = Markup().join(Markup('<p class="blank">{}</p>').format(w.say(f"block.{name}")) for name in asked)
    site = f"{block['site']['short']} · {block['agency']}"
    numbers = Markup().join(NUMBER.format(site=site, label=label, blanks=blanks) for label in block["labels"])
    return SECTION.format(title=w.say("block.title", queue=block["queue"]), how=w.say("block.how"), numbers=numbers)


def _print(settings: Settings, queues: Sequence[str], first: int, count: int, printer: str) -> None:
    """Printers hang on the agents of a running server: without one, nothing here may write to them."""
    held = _server(settings)
    for queue in queues:
        for begin in range(first, min(first + count, LAST_NUMBER + 1), AT_ONCE):
            part = {"queue": queue, "first": begin, "count": min(AT_ONCE, first + count - begin), "printer": printer}
            told = asked_of(settings, held, "POST", "/paper-blocks/print", request_id=SystemIds().secret(), **part)
            click.echo("{first} to {last} at {printer}".format(**told))


def _server(settings: Settings) -> AlreadyServed:
    try:
        with opened(settings, migrated=False):
            pass
    except AlreadyServed as held:
        return held
    raise click.ClickException(
        f"No server runs on {settings.data}, and printers hang on its agents. "
        "Without --printer a page for any office printer is written."
    )
