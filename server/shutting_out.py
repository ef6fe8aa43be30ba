"""The command line's verbs about who may come in: list devices and accounts, withdraw a key, end sessions, block."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from server.api.identity import COMMAND_LINE
from server.domain.refusals import Refusal
from server.housekeeping import asked_of, opened
from server.one_writer import AlreadyServed
from server.operations import devices, staff
from server.ports import Hall
from server.settings import Settings
from server.system import new_csrf_token


def list_devices(settings: Settings) -> None:
    for d in _told(settings, "GET", "/devices", lambda hall: {"devices": devices.listed(hall, COMMAND_LINE)})[
        "devices"
    ]:
        where = d["place"] or (f"zone {d['zone']}" if d["zone"] else "the whole hall")
        state = f"withdrawn {d['withdrawn_at'][:16]}" if d["withdrawn_at"] else f"paired {d['paired_at'][:16]}"
        click.echo(f"{d['id']}  {d['kind']:<8} {d['name']:<24} {where:<16} {state}")


def list_staff(settings: Settings) -> None:
    for p in _told(settings, "GET", "/staff", lambda hall: {"staff": staff.listed(hall, COMMAND_LINE)})["staff"]:
        state = f"blocked {p['blocked_at'][:16]}" if p["blocked_at"] else f"signed in {p['sessions']} times"
        click.echo(f"{p['username']:<20} {p['role']:<11} {p['agency'] or '':<4} {state}")


def withdraw(settings: Settings, device: str) -> None:
    request_id = new_csrf_token()
    told = _told(
        settings, "POST", f"/devices/{device}/withdraw",
        lambda hall: devices.withdraw(hall, COMMAND_LINE, device=device, request_id=request_id).result,
        request_id=request_id,
    )  # fmt: skip
    click.echo(f"{told['name']}: its key opens nothing any more")


def end_sessions(settings: Settings, username: str) -> None:
    _with_account(settings, username, "end-sessions", staff.end_sessions)
    click.echo(f"{username} is signed out everywhere")


def block(settings: Settings, username: str) -> None:
    _with_account(settings, username, "block", staff.block)
    click.echo(f"{username} may not sign in any more")


def unblock(settings: Settings, username: str) -> None:
    _with_account(settings, username, "unblock", staff.unblock)
    click.echo(f"{username} may sign in again, with the password of before")


def _with_account(settings: Settings, username: str, verb: str, act: Callable[..., Any]) -> None:
    request_id = new_csrf_token()
    _told(
        settings, "POST", f"/staff/{username}/{verb}",
        lambda hall: act(hall, COMMAND_LINE, username=username, request_id=request_id).result, request_id=request_id,
    )  # fmt: skip


def _told(
    settings: Settings, method: str, path: str, here: Callable[[Hall], Mapping[str, Any]], **body: object
) -> Mapping[str, Any]:
    """Done by the server that runs, else here."""
    try:
        with opened(settings) as (_, hall):
            return here(hall)
    except AlreadyServed as held:
        return asked_of(settings, held, method, path, **body)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.code}: {refusal.details}") from None
