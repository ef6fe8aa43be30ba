"""What rivals do: issue, press next, take a counter, cancel; each at the barrier, each keeping what it was told."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.races.rivals import Reply, ask, ask_until_answered
from tests.running_house import Caller

Meet = Callable[[], Any]


def kiosk_issues(meet: Meet, port: int, key: str, services: list[str], n: int, seed: int) -> list[Reply]:
    """Many numbers as fast as they come; now and then the same request is sent again."""
    caller, chance, told = Caller(port, key), Random(seed), []
    meet()
    for _ in range(n):
        reply = ask(caller, "/tickets", service=chance.choice(services), language="id")
        told.append(reply)
        if chance.random() < 0.2:
            body = {name: value for name, value in reply.asked.items() if name != "path"}
            told.append(ask(caller, "/tickets", **body))
    return told


def desk_calls(meet: Meet, port: int, password: str, counter: int, n: int, seed: int) -> list[Reply]:
    """Sits down, then presses next again and again, with a recall, a start, a finish between."""
    caller, chance = Caller(port).sign_in(f"petugas{counter}", password), Random(seed)
    told = [ask(caller, f"/counters/{counter}/{verb}") for verb in ("take", "open")]
    present = None
    meet()
    for _ in range(n):
        reply = ask(caller, f"/counters/{counter}/next", expects=present)
        told.append(reply)
        if reply.ticket is None:
            time.sleep(0.01)
            continue
        present = reply.ticket["id"]
        verb = chance.choice(["recall", "start", "finish", None])
        if verb is not None:
            told.append(ask(caller, f"/counters/{counter}/{verb}", ticket=present))
        present = None if verb == "finish" else present
    return told


def takes(meet: Meet, port: int, password: str, username: str, counter: int, rounds: int) -> list[Reply]:
    """All want the same counter at once; who got it stands up again before the next round."""
    caller, told = Caller(port).sign_in(username, password), []
    for _ in range(rounds):
        meet()
        reply = ask(caller, f"/counters/{counter}/take")
        told.append(reply)
        meet()
        if reply.is_done:
            assert ask(caller, f"/counters/{counter}/leave").is_done
    return told


def presses_next(meet: Meet, port: int, password: str, username: str, counter: int, rounds: int) -> list[Reply]:
    """Presses next at each barrier, expecting what the desk showed just before."""
    caller, told = Caller(port).sign_in(username, password), []
    for _ in range(rounds):
        _, desk = caller.get(f"/counters/{counter}")
        expects = desk["ticket"]["id"] if desk["ticket"] else None
        meet()
        told.append(ask(caller, f"/counters/{counter}/next", expects=expects))
        meet()
    return told


def _present(caller: Caller, counter: int) -> str | None:
    _, desk = caller.get(f"/counters/{counter}")
    return desk["ticket"]["id"] if desk["ticket"] else None


def chooses(meet: Meet, port: int, password: str, counter: int, labels: list[str]) -> list[Reply]:
    """Calls this one at each barrier, whoever else wants the same one."""
    caller, told = Caller(port).sign_in(f"petugas{counter}", password), []
    for label in labels:
        expects = _present(caller, counter)
        meet()
        told.append(ask(caller, f"/counters/{counter}/call", expects=expects, ticket=label, reason="together"))
        meet()
    return told


def takes_back(meet: Meet, port: int, password: str, counter: int, rounds: int) -> list[Reply]:
    """Calls the next before each barrier and takes it back at it; both replies of each round."""
    caller, told = Caller(port).sign_in(f"petugas{counter}", password), []
    for _ in range(rounds):
        called = ask(caller, f"/counters/{counter}/next", expects=_present(caller, counter))
        meet()
        told += [called, ask(caller, f"/counters/{counter}/undo")]
        meet()
    return told


def presses_next_after(meet: Meet, port: int, password: str, counter: int, rounds: int) -> list[Reply]:
    """Has an empty counter at each barrier, and presses next."""
    caller, told = Caller(port).sign_in(f"petugas{counter}", password), []
    for _ in range(rounds):
        meet()
        reply = ask(caller, f"/counters/{counter}/next", expects=None)
        told.append(reply)
        meet()
        if reply.ticket:
            assert ask(caller, f"/counters/{counter}/finish", ticket=reply.ticket["id"]).is_done
    return told


def sends_on(meet: Meet, port: int, password: str, counter: int, labels: list[str], service: str) -> list[Reply]:
    """Has this one at the counter before each barrier, and sends the visitor on at it."""
    caller, told = Caller(port).sign_in(f"petugas{counter}", password), []
    for label in labels:
        called = ask(caller, f"/counters/{counter}/call", expects=None, ticket=label, reason="together")
        assert called.ticket is not None, called
        meet()
        told.append(ask(caller, f"/counters/{counter}/transfer", ticket=called.ticket["id"], service=service))
        meet()
    return told


def lets_return(meet: Meet, port: int, password: str, username: str, labels: list[str]) -> list[Reply]:
    """Says at each barrier that this one is back."""
    caller, told = Caller(port).sign_in(username, password), []
    for label in labels:
        meet()
        told.append(ask(caller, f"/tickets/{label}/return"))
        meet()
    return told


def releases(meet: Meet, port: int, password: str, service: str, rounds: int) -> list[Reply]:
    """Sends everybody home who waits for this service, at each barrier."""
    caller, told = Caller(port).sign_in("admin", password), []
    for _ in range(rounds):
        meet()
        told.append(ask(caller, "/releases", scope="service", code=service, reason="power"))
        meet()
    return told


def issues_once(meet: Meet, port: int, key: str, request_ids: list[str]) -> list[Reply]:
    """Issues with request ids that others use at the same moment."""
    caller, told = Caller(port, key), []
    for request_id in request_ids:
        meet()
        told.append(ask(caller, "/tickets", request_id, service="B3", language="id"))
    return told


def cancels(meet: Meet, port: int, tickets: list[str]) -> list[Reply]:
    caller, told = Caller(port), []
    for ticket in tickets:
        meet()
        told.append(ask(caller, f"/tickets/{ticket}/cancel"))
        meet()
    return told


def postpones(meet: Meet, port: int, tickets: list[str]) -> list[Reply]:
    """Its holder lets one go first, at the moment when others call, cancel and let go."""
    caller, told = Caller(port), []
    for ticket in tickets:
        meet()
        told.append(ask(caller, f"/tickets/{ticket}/postpone", places=1))
        meet()
    return told


def keys_in(meet: Meet, port: int, password: str, username: str, slips: list[dict[str, Any]]) -> list[Reply]:
    """Each slip at the moment when others key in the same."""
    caller, told = Caller(port).sign_in(username, password), []
    for slip in slips:
        meet()
        told.append(ask(caller, "/paper-tickets", tickets=[slip]))
        meet()
    return told


def redeems(meet: Meet, port: int, key: str, notes: list[str]) -> list[Reply]:
    """Each note at the moment when others bring the same."""
    caller, told = Caller(port, key), []
    for note in notes:
        meet()
        told.append(ask(caller, "/tickets", note=note, language="id"))
        meet()
    return told


def books(meet: Meet, port: int, password: str, username: str, service: str, times: list[str]) -> list[Reply]:
    """Promises each of these times at the moment when others do."""
    caller, told = Caller(port).sign_in(username, password), []
    for at in times:
        meet()
        told.append(ask(caller, "/appointments", service=service, at=at))
        meet()
    return told


def kiosk_through_power_cuts(meet: Meet, port: int, key: str, notes: str, seconds: float, seed: int) -> int:
    """Issues until the time is over; each acknowledged ticket is written down before the next is asked for."""
    chance, until, n = Random(seed), time.monotonic() + seconds, 0
    caller = Caller(port, key, timeout=5)
    meet()
    with open(notes, "a", buffering=1, encoding="utf-8") as book:
        while not _over(notes, until):
            service = chance.choice(["A1", "C1", "D1", "H2", "T1", "U1"])
            reply = ask_until_answered(caller, "/tickets", until + 60, service=service, language="id")
            assert reply.is_done, reply
            assert reply.ticket is not None
            book.write(f"{reply.ticket['id']} {reply.ticket['label']}\n")
            n += 1
            time.sleep(chance.uniform(0, 0.02))
    return n


def desk_through_power_cuts(
    meet: Meet, port: int, password: str, counter: int, notes: str, seconds: float, seed: int
) -> int:
    """Calls until the time is over, writing down who was called where."""
    chance, until, n = Random(seed), time.monotonic() + seconds, 0
    caller = Caller(port, timeout=5).sign_in(f"petugas{counter}", password)
    assert ask(caller, f"/counters/{counter}/take").is_done
    assert ask(caller, f"/counters/{counter}/open").is_done
    present = None
    meet()
    with open(notes, "a", buffering=1, encoding="utf-8") as book:
        while not _over(notes, until):
            reply = ask_until_answered(caller, f"/counters/{counter}/next", until + 60, expects=present)
            assert reply.is_clear, reply
            if reply.ticket is not None:
                present = reply.ticket["id"]
                book.write(f"{present} {counter}\n")
                n += 1
            time.sleep(chance.uniform(0, 0.04))
    return n


def _over(notes: str, until: float) -> bool:
    """The time is over, or the test has laid its `stop` beside the notes."""
    return time.monotonic() > until or Path(notes).with_name("stop").exists()
