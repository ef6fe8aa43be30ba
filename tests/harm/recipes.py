"""One sound request for every operation of the door, as it succeeds for somebody in the small world."""

from collections.abc import Callable
from typing import Any

from tests.halls import PASSWORD
from tests.harm.world import WAV, Ask, World

Recipe = Callable[[World], Ask]
RECIPES: dict[str, Recipe] = {}
BOOKED = "2026-11-23T13:00:00+07:00"


def recipe(operation: str) -> Callable[[Recipe], Recipe]:
    def keep(make: Recipe) -> Recipe:
        RECIPES[operation] = make
        return make

    return keep


def plain(operation: str, path: str | None = None, /, **body: Any) -> None:
    """A request that needs no more than a fresh request_id (where `request_id=...` stands) and constants."""
    method, _, template = operation.partition(" ")

    def make(world: World) -> Ask:
        filled = {name: world.id() if value is ... else value for name, value in body.items()}
        return Ask(path or template, filled if method != "GET" else None)

    RECIPES[operation] = make


for _get in ("/appointments", "/backups", "/counters", "/devices", "/devices/me", "/health", "/mall", "/mall/file", "/metrics", "/printers",
             "/prompts", "/services", "/session", "/staff"):  # fmt: skip
    plain(f"GET {_get}")
plain("POST /backups", None)
plain("GET /counters/{counter}", "/counters/1")
plain("GET /greeter")
plain("GET /news", "/news?room=zone:1&since=0")
plain("GET /snapshot", "/snapshot?room=desk:A")
plain("POST /clock/confirm", request_id=..., day="2026-11-23")
plain("POST /counters/{counter}/take", "/counters/2/take", request_id=...)
plain("POST /counters/{counter}/open", "/counters/1/open", request_id=...)
plain("POST /counters/{counter}/pause", "/counters/1/pause", request_id=..., reason="break", minutes=5)
plain("POST /day/close", request_id=..., waiting="serve")
plain("POST /devices/me/state", state="ready")
plain("POST /devices/pairings", kind="kiosk", name="Kios", place="k1")
plain("POST /fields/{field}/player", "/fields/1/player", instance="tab")
plain("POST /fields/{field}/player/leave", "/fields/1/player/leave", instance="tab")
plain("POST /help", request_id=...)
plain("POST /jobs/claim", targets=["printer:p1"])
plain("POST /pauses", request_id=..., scope="agency", code="A", reason="meeting", minutes=5)
plain("POST /printers/{printer}/state", "/printers/p1/state", state="paper_out")
plain("POST /sign-in", username="spare", password=PASSWORD)
plain("POST /sign-out")
plain("POST /staff", username="baru", role="clerk", agency="A", password="panjang-sekali")
plain("POST /staff/{username}/block", "/staff/spare/block", request_id=...)
plain("POST /staff/{username}/unblock", "/staff/spare/unblock", request_id=...)
plain("POST /staff/{username}/end-sessions", "/staff/spare/end-sessions", request_id=...)
plain("POST /tickets", request_id=..., service="A2")
plain("GET /itineraries", "/itineraries?services=A2,D1")
plain("GET /notes")
plain("GET /appointments/times", "/appointments/times?service=A2")
plain("POST /appointments", request_id=..., service="A2", at=BOOKED)
plain("GET /waiting-list", "/waiting-list?agency=A")
plain("POST /waiting-list/print", request_id=..., agency="A", printer="p1")
plain("POST /paper-blocks/print", request_id=..., queue="A", printer="p1")
plain("POST /releases", request_id=..., scope="agency", code="A")
for _get in ("/floor", "/floor/ready", "/floor/closing", "/profiles"):
    plain(f"GET {_get}")
plain("GET /messages", "/messages?room=zone:1")
plain("POST /messages", request_id=..., scope="agency", code="A", texts={"id": "Mohon menunggu"})
plain("POST /services/{service}/quota", "/services/A1/quota", request_id=..., quota=50)
plain("POST /hours/extend", request_id=..., agency="A", close="20:00")
plain("POST /checks", request_id=..., check="sound")
plain("PUT /profiles/{profile}", "/profiles/baru", request_id=..., name={"id": "Baru", "en": "New"}, lines=[
    {"code": "prioritas", "classes": ["priority"], "most": 1}
])  # fmt: skip
plain("PUT /counters/{counter}/profile", "/counters/1/profile", request_id=..., profile=None)
plain("GET /voice/pack")
plain("PUT /voice/pack", pack=None, engine="ready", clips=[])
plain(
    "POST /paper-tickets", request_id=...,
    tickets=[{"service": "A2", "number": 1, "state": "waiting", "issued_at": "2026-11-23T08:30:00+07:00"}],
)  # fmt: skip


def _at_counter(verb: str) -> Recipe:
    return lambda w: Ask(f"/counters/1/{verb}", {"request_id": w.id(), "ticket": w.tickets[0]})


for _verb in ("start", "finish"):
    RECIPES[f"POST /counters/{{counter}}/{_verb}"] = _at_counter(_verb)


@recipe("POST /counters/{counter}/recall")
def _recall(w: World) -> Ask:
    w.site.later(15)
    return Ask("/counters/1/recall", {"request_id": w.id(), "ticket": w.tickets[0]})


@recipe("POST /counters/{counter}/absent")
def _absent(w: World) -> Ask:
    for _ in range(2):
        w.site.later(15)
        w.doors["clerk"].done("/counters/1/recall", ticket=w.tickets[0], request_id=w.id())
    w.site.later(15)
    return Ask("/counters/1/absent", {"request_id": w.id(), "ticket": w.tickets[0]})


@recipe("POST /counters/{counter}/next")
def _next(w: World) -> Ask:
    return Ask("/counters/1/next", {"request_id": w.id(), "expects": w.tickets[0]})


plain("POST /counters/{counter}/auto-call", "/counters/1/auto-call", request_id=..., on=True)
plain("POST /counters/{counter}/alarm", "/counters/1/alarm", request_id=...)
plain("POST /counters/{counter}/hand-over", "/counters/1/hand-over", request_id=...)
plain("POST /counters/{counter}/help", "/counters/1/help", request_id=..., queues=["A"])
plain("POST /counters/{counter}/notes", "/counters/1/notes", request_id=..., text="Segera kembali", ticket=None)
plain("GET /labels/{label}", "/labels/A-002")
plain("GET /why", "/why?first=A-001&then=A-002")
plain("GET /counters/{counter}/colleagues", "/counters/1/colleagues")
plain("POST /profiles/{profile}/preview", "/profiles/baru/preview", lines=[
    {"code": "prioritas", "classes": ["priority"], "most": 2}
])  # fmt: skip


@recipe("POST /profiles/{profile}/remove")
def _remove_profile(w: World) -> Ask:
    lines = [{"code": "prioritas", "classes": ["priority"], "most": 1}]
    name = {"id": "Usang", "en": "Outworn"}
    body = {"request_id": w.id(), "name": name, "lines": lines}
    w.send(w.doors["supervisor"], "PUT", Ask("/profiles/usang", body))
    return Ask("/profiles/usang/remove", {"request_id": w.id()})


plain("POST /tickets/{ticket}/priority", "/tickets/A-002/priority", request_id=..., decision="confirmed")
plain("POST /tickets/{ticket}/plan", "/tickets/A-002/plan", request_id=..., services=["D1"])
plain("POST /tickets/{ticket}/transfer", "/tickets/A-002/transfer", request_id=..., service="A1")


@recipe("POST /colleague-notes/{note}/remove")
def _read_note(w: World) -> Ask:
    return Ask(f"/colleague-notes/{w.note}/remove", {"request_id": w.id()})


@recipe("POST /counters/{counter}/call")
def _call(w: World) -> Ask:
    body = {"expects": w.tickets[0], "ticket": "A-003", "reason": "urgent"}
    return Ask("/counters/1/call", {"request_id": w.id(), **body})


@recipe("POST /counters/{counter}/park")
def _park(w: World) -> Ask:
    return Ask("/counters/1/park", {"request_id": w.id(), "ticket": w.tickets[0], "why": "form", "minutes": 10})


@recipe("POST /counters/{counter}/transfer")
def _send_on(w: World) -> Ask:
    return Ask("/counters/1/transfer", {"request_id": w.id(), "ticket": w.tickets[0], "service": "D1"})


@recipe("POST /counters/{counter}/undo")
def _undo(w: World) -> Ask:
    w.doors["clerk"].done("/counters/1/finish", ticket=w.tickets[0], request_id=w.id())
    return Ask("/counters/1/undo", {"request_id": w.id()})


@recipe("POST /tickets/{ticket}/return")
def _return(w: World) -> Ask:
    """By the id of the slip, which a kiosk may read and staff may type."""
    w.doors["clerk"].done("/counters/1/finish", ticket=w.tickets[0], outcome="incomplete", request_id=w.id())
    return Ask(f"/tickets/{w.tickets[0]}/return", {"request_id": w.id()})


def _empty_counter(verb: str) -> Recipe:
    def make(w: World) -> Ask:
        w.doors["clerk"].done("/counters/1/finish", ticket=w.tickets[0], request_id=w.id())
        return Ask(f"/counters/1/{verb}", {"request_id": w.id()})

    return make


for _verb in ("close", "leave"):
    RECIPES[f"POST /counters/{{counter}}/{_verb}"] = _empty_counter(_verb)


@recipe("POST /alarms/{alarm}/answer")
def _answer(w: World) -> Ask:
    return Ask(f"/alarms/{w.alarm}/answer", {"request_id": w.id()})


@recipe("POST /pauses/{pause}/lift")
def _lift(w: World) -> Ask:
    return Ask(f"/pauses/{w.pause}/lift", {"request_id": w.id()})


@recipe("GET /day/report")
def _report(w: World) -> Ask:
    w.doors["admin"].done("/day/close", waiting="release", request_id=w.id())
    return Ask("/day/report?day=2026-11-23")


@recipe("POST /day/reopen")
def _reopen(w: World) -> Ask:
    w.doors["admin"].done("/day/close", waiting="serve", request_id=w.id())
    return Ask("/day/reopen", {"request_id": w.id()})


@recipe("POST /day/sign")
def _sign(w: World) -> Ask:
    w.doors["admin"].done("/day/close", waiting="release", request_id=w.id())
    return Ask("/day/sign", {"request_id": w.id()})


@recipe("POST /messages/{message}/lift")
def _lift_message(w: World) -> Ask:
    about = {"scope": "agency", "code": "A", "texts": {"id": "Mohon menunggu"}}
    message = w.doors["admin"].done("/messages", request_id=w.id(), **about)["message"]
    return Ask(f"/messages/{message}/lift", {"request_id": w.id()})


@recipe("POST /devices/pair")
def _pair(w: World) -> Ask:
    return Ask("/devices/pair", {"code": w.code})


@recipe("POST /devices/{device}/withdraw")
def _withdraw(w: World) -> Ask:
    return Ask(f"/devices/{w.spare}/withdraw", {"request_id": w.id()})


def _of_paper(verb: str, **body: Any) -> Recipe:
    return lambda w: Ask(f"/jobs/{w.paper}/{verb}", dict(body))


for _verb, _body in (
    ("done", {}),
    ("failed", {"reason": "cut_off"}),
    ("uncertain", {"reason": "silent"}),
    ("renew", {}),
    ("begin", {"claim": 1}),
):
    RECIPES[f"POST /jobs/{{job}}/{_verb}"] = _of_paper(_verb, **_body)


@recipe("PUT /jobs/{job}/sound")
def _sound(w: World) -> Ask:
    return Ask(f"/jobs/{w.call}/sound?part=0", WAV)


def _of_call(verb: str, **body: Any) -> Recipe:
    def make(w: World) -> Ask:
        part = {"language": "id", "digest": w.sound, "seconds": 1.0}
        w.doors["agent"].post(f"/jobs/{w.call}/done", parts=[part])
        return Ask(f"/announcements/{w.call}/{verb}", dict(body))

    return make


RECIPES["POST /announcements/{job}/spoken"] = _of_call("spoken")
RECIPES["POST /announcements/{job}/skipped"] = _of_call("skipped", reason="late")


@recipe("GET /sounds/{name}")
def _heard(w: World) -> Ask:
    return Ask(f"/sounds/{w.sound}.wav")


@recipe("PUT /prompts/{language}/{key}")
def _prompt(w: World) -> Ask:
    return Ask(f"/prompts/id/idle?text={'a' * 32}", WAV)


@recipe("PUT /mall/file")
def _load(w: World) -> Ask:
    return Ask("/mall/file", {"mall": w.doors["admin"].get("/mall/file").json["mall"]})


@recipe("GET /tickets/{ticket}")
def _look(w: World) -> Ask:
    return Ask(f"/tickets/{w.tickets[1]}")


def _of_ticket(verb: str) -> Recipe:
    return lambda w: Ask(f"/tickets/{w.tickets[1]}/{verb}", {"request_id": w.id()})


for _verb in ("cancel", "postpone", "reprint"):
    RECIPES[f"POST /tickets/{{ticket}}/{_verb}"] = _of_ticket(_verb)


@recipe("POST /notes/print")
def _note(w: World) -> Ask:
    w.doors["admin"].done("/releases", scope="agency", code="A", request_id=w.id())
    note = w.doors["admin"].get("/notes").json["notes"][0]
    return Ask("/notes/print", {"request_id": w.id(), "note": note["code"], "printer": "p1"})


def _of_appointment(verb: str, **body: Any) -> Recipe:
    def make(w: World) -> Ask:
        booked = w.doors["admin"].done("/appointments", service="A2", at=BOOKED, request_id=w.id())["appointment"]
        return Ask(f"/appointments/{verb}", {"request_id": w.id(), "code": booked["code"], **body})

    return make


RECIPES["POST /appointments/cancel"] = _of_appointment("cancel")
RECIPES["POST /appointments/print"] = _of_appointment("print", printer="p1")
