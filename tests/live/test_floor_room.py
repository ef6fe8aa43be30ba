"""The floor's room: who hears it, what it tells, and that its news keep a page equal to a fresh snapshot."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest

from server.live.arrival import missed, whole
from tests.halls import Door, Site, hall_mall, opened
from tests.live.floor_fold import ASKS_FOR_MESSAGES, TAKES_ANEW, Fold
from tests.unit.small_mall import a_service, an_agency

ROOMS = ("floor", "floor:A", "floor:D")


@pytest.fixture
def site(tmp_path: Any, empty_database: Any) -> Iterator[Site]:
    mall = hall_mall(agencies=[
        an_agency("A", a_service("A1", "A", quota=40), a_service("A2", "A")),
        an_agency("D", a_service("D1", "D"), a_service("D2", "DS")),
    ], counters=[
        {"number": n, "zone": zone, "agency": agency, "queues": [queue]}
        for n, zone, agency, queue in ((1, 1, "A", "A"), (2, 1, "A", "A"), (3, 2, "D", "D"), (4, 2, "D", "DS"))
    ], limits={"kiosk_tickets_per_minute": 500}, calling={"calls_before_absent": 1})  # fmt: skip
    with opened(tmp_path / "site", empty_database, mall) as site:
        yield site


class Page:
    """One page in each of the floor's rooms, kept by news alone."""

    def __init__(self, site: Site) -> None:
        self.site, self.names = site, set[str]()
        self.folds = {room: Fold(whole(site.hall, room)) for room in ROOMS}
        self.seq = {room: fold.state["seq"] for room, fold in self.folds.items()}

    def hear(self) -> None:
        for room in ROOMS:
            told = missed(self.site.hall, room, self.seq[room])
            assert not told["reset"]
            for news in told["news"]:
                self._hear(room, news)

    def _hear(self, room: str, news: dict[str, Any]) -> None:
        if news["seq"] <= self.seq[room]:  # the snapshot taken anew knows of it
            return
        assert news["after"] == self.seq[room]
        self.names.add(news["name"])
        self.seq[room] = news["seq"]
        if news["name"] in TAKES_ANEW:
            self.folds[room] = Fold(whole(self.site.hall, room))
            self.seq[room] = self.folds[room].state["seq"]
        elif news["name"] in ASKS_FOR_MESSAGES:
            self.folds[room].state["messages"] = whole(self.site.hall, room)["messages"]
        else:
            self.folds[room].apply(news)

    def agrees(self) -> None:
        self.hear()
        for room in ROOMS:
            assert plain(self.folds[room].state) == plain(whole(self.site.hall, room)), room


def plain(state: dict[str, Any]) -> Any:
    """Times as moments, lists without an order of their own sorted, and what runs on by itself left out."""
    state = {name: value for name, value in deepcopy(state).items() if name not in ("seq", "now", "site")}
    for name in ("parked", "absent", "pauses", "alarms", "kiosks", "displays", "voices"):
        state[name] = sorted(state[name], key=repr)
    return _moments(state)


def _moments(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _moments(one) for name, one in sorted(value.items(), key=lambda item: str(item[0]))}
    if isinstance(value, list):
        return [_moments(one) for one in value]
    if isinstance(value, str) and len(value) > 18 and value[4] == "-" and "T" in value:
        return datetime.fromisoformat(value).timestamp()
    return value


class Play:
    """People who do what comes to their mind, from a seed; a refusal is an answer, too."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site, self.chance = site, random.Random(seed)
        self.public = site.public
        self.kiosk, self.display, self.agent = site.kiosk(1), site.device("display", 1), site.agent()
        self.clerks = {1: site.clerk(1), 2: site.clerk(2), 3: site.clerk(3)}
        self.boss, self.greeter = site.staff("bos", "supervisor"), site.staff("tamu", "greeter")
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.moves = [self.issue] * 6 + [self.next] * 5 + [self.at_counter] * 8 + [
            self.by_label, self.by_label, self.counter, self.counter, self.colleagues, self.pauses, self.devices, self.alarms, self.holder, self.holder, self.floor,
        ]  # fmt: skip

    def step(self) -> None:
        self.site.later(self.chance.choice([1, 5, 20, 40]))
        self.chance.choice(self.moves)()
        if self.chance.random() < 0.3:
            self.site.round()

    def do(self, door: Door, path: str, **body: Any) -> Any:
        answer = door.do(path, **body)
        assert answer.status_code < 500, answer.text
        return answer

    def issue(self) -> None:
        service = self.chance.choice(["A1", "A2", "D1", "D2"])
        then = [self.chance.choice(["D1", "D2"])] if service in ("A1", "A2") and self.chance.random() < 0.4 else []
        priority = self.chance.choice([None, None, "elderly"])
        answer = self.do(self.kiosk, "/tickets", service=service, then=then, priority=priority)
        if answer.status_code == 201:
            self.ids.append(answer.json["ticket"]["id"])
            self.labels.append(answer.json["ticket"]["label"])

    def desk(self, n: int) -> Any:
        return self.clerks[n].get(f"/counters/{n}").json

    def next(self) -> None:
        n = self.chance.choice([1, 2, 3])
        seen = self.desk(n)["ticket"]
        self.do(self.clerks[n], f"/counters/{n}/next", expects=seen["id"] if seen else None)

    def at_counter(self) -> None:
        n = self.chance.choice([1, 2, 3])
        seen = self.desk(n)["ticket"]
        if seen is None:
            if self.labels and self.chance.random() < 0.5:
                self.do(
                    self.clerks[n], f"/counters/{n}/call", expects=None, ticket=self.chance.choice(self.labels),
                    reason="urgent",
                )  # fmt: skip
            return
        act, more = self.chance.choice([
            ("recall", {}), ("start", {}), ("finish", {}), ("finish", {"outcome": "incomplete"}), ("absent", {}),
            ("absent", {}), ("park", {"why": "form", "minutes": 2}), ("park", {"why": "copy", "minutes": None}),
            ("transfer", {"service": self.chance.choice(["A1", "D1", "D2"])}), ("transfer", {"counter": 2}),
            ("transfer", {"staff": "petugas3", "service": "D1"}), ("undo", None), ("undo", None),
        ])  # fmt: skip
        body = {} if more is None else {"ticket": seen["id"], **more}
        self.do(self.clerks[n], f"/counters/{n}/{act}", **body)
        if self.chance.random() < 0.3:
            self.do(self.clerks[n], f"/counters/{n}/undo")

    def by_label(self) -> None:
        if not self.labels:
            return
        label = self.chance.choice(self.labels)
        path, body = self.chance.choice([
            ("return", {}), ("return", {}), ("priority", {"decision": "confirmed"}), ("priority", {"decision": "declined"}),
            ("plan", {"services": ["D2"]}), ("transfer", {"service": "A2"}), ("transfer", {"service": "D1"}),
        ])  # fmt: skip
        self.do(self.greeter, f"/tickets/{label}/{path}", **body)

    def holder(self) -> None:
        if self.ids:
            path, body = self.chance.choice([("cancel", {}), ("postpone", {"places": 2}), ("postpone", {})])
            self.do(self.public, f"/tickets/{self.chance.choice(self.ids[-6:])}/{path}", **body)

    def counter(self) -> None:
        n = self.chance.choice([1, 2, 3])
        act, body = self.chance.choice([
            ("open", {}), ("pause", {"reason": "prayer", "minutes": 5}), ("close", {}), ("leave", {}), ("take", {}),
            ("auto-call", {"on": self.chance.random() < 0.5}),
        ])  # fmt: skip
        self.do(self.clerks[n], f"/counters/{n}/{act}", **body)
        self.do(self.clerks[n], f"/counters/{n}/take")
        self.do(self.clerks[n], f"/counters/{n}/open")

    def colleagues(self) -> None:
        n = self.chance.choice([1, 2, 3])
        self.do(self.clerks[n], f"/counters/{n}/{self.chance.choice(['hand-over', 'alarm'])}")
        self.do(self.clerks[n], f"/counters/{n}/take")
        self.do(self.boss, "/counters/3/help", queues=self.chance.choice([[], ["D"], ["DS"]]))

    def pauses(self) -> None:
        body = self.chance.choice([
            {"scope": "agency", "code": "D", "reason": "meeting", "minutes": 3}, {"scope": "site", "reason": "ceremony"},
            {"scope": "service", "code": "A1", "reason": "other", "numbers": False},
        ])  # fmt: skip
        self.do(self.boss, "/pauses", **body)
        for pause in whole(self.site.hall, "floor")["pauses"]:
            if self.chance.random() < 0.6:
                self.do(self.boss, f"/pauses/{pause['id']}/lift")

    def devices(self) -> None:
        state = self.chance.choice(["ready", "paper_low", "paper_out"])
        self.agent.post(f"/printers/{self.chance.choice(['p1', 'p2'])}/state", state=state)
        self.agent.post("/devices/me/state", state=self.chance.choice(["ready", "failing", "absent"]))
        self.display.post("/devices/me/state", state=self.chance.choice(["ready", "sound_blocked"]))
        self.display.post("/fields/1/player", instance="tab")
        listens = self.chance.choice([self.kiosk, self.display])
        listens.get("/news?room=zone:1&since=0")

    def alarms(self) -> None:
        self.do(self.kiosk, "/help")
        for alarm in whole(self.site.hall, "floor")["alarms"]:
            if self.chance.random() < 0.7:
                self.do(self.boss, f"/alarms/{alarm['id']}/answer")

    def floor(self) -> None:
        """What steers the floor; filled further as the door grows."""
        moment = self.site.clock.moment.isoformat()
        slip = {"service": "A2", "number": self.chance.randint(1, 90), "state": "waiting", "issued_at": moment}
        self.do(self.greeter, "/paper-tickets", tickets=[slip])
        if self.chance.random() < 0.1:
            self.do(self.boss, "/releases", scope="service", code="D2", note=self.chance.random() < 0.5)
        texts = {"id": "Mohon menunggu", "en": "Please wait"}
        self.do(self.boss, "/messages", scope="agency", code=self.chance.choice(["A", "D"]), texts=texts, minutes=1)
        self.do(self.boss, "/services/A1/quota", quota=self.chance.randint(40, 60))
        self.do(self.boss, "/checks", check=self.chance.choice(["sound", "paper"]))
        if self.chance.random() < 0.2:
            self.do(self.boss, "/day/close", waiting="serve")
            self.do(self.boss, "/day/reopen")


@pytest.mark.parametrize("seed", range(3))
def test_a_page_kept_by_news_alone_says_what_a_fresh_snapshot_says(site: Site, seed: int) -> None:
    play, page = Play(site, seed), Page(site)
    for _ in range(80):
        play.step()
        page.agrees()
    for path, more in (
        ("close", {"waiting": "release"}),
        ("sign", {}),
        ("reopen", {}),
        ("close", {"waiting": "release"}),
    ):
        play.boss.done(f"/day/{path}", **more)
        page.agrees()
    assert {"TicketCalled", "TicketFinished"} <= page.names


HAPPENS = {
    "TicketIssued", "TicketCalled", "TicketRecalled", "TicketStarted", "TicketFinished", "TicketAbsent",
    "TicketParked", "TicketReturned", "TicketTransferred", "TicketContinued", "TicketCancelled", "TicketPostponed",
    "MoveUndone", "PriorityConfirmed", "PaperKeyedIn", "CounterHandedOver", "CounterHelps", "AutoCallSet",
    "AlarmRaised", "AlarmAnswered", "PrinterChanged", "VoiceChanged", "DisplayChanged", "PlayerChanged",
    "DeviceConnected", "Paused", "Resumed", "MessageShown", "MessageLifted", "QuotaRaised", "CheckConfirmed",
    "NumbersStopped", "DayReopened",
}  # fmt: skip


def test_the_pages_agree_until_everything_has_happened_once(site: Site) -> None:
    """So that the equality above is about something."""
    play, page = Play(site, 78), Page(site)
    for step in range(1200):
        play.step()
        if step % 10 == 0:
            page.agrees()
        if page.names >= HAPPENS:
            break
    page.agrees()
    assert HAPPENS - page.names == set()


WHO: list[tuple[str, str | None, set[str]]] = [
    ("clerk", "A", set()), ("greeter", None, {"floor", "floor:A", "floor:D"}), ("manager", "A", {"floor:A"}),
    ("supervisor", None, {"floor", "floor:A", "floor:D"}), ("auditor", None, {"floor", "floor:A", "floor:D"}),
    ("admin", None, {"floor", "floor:A", "floor:D"}),
]  # fmt: skip


@pytest.mark.parametrize(("role", "agency", "hears"), WHO)
def test_the_floor_is_for_those_above_and_a_manager_has_the_own_agencys(
    site: Site, role: str, agency: str | None, hears: set[str]
) -> None:
    door = site.staff("orang", role, agency)
    for room in ROOMS:
        told = {door.get(f"/{what}?room={room}").status_code for what in ("snapshot", "news")}
        assert told == {200 if room in hears else 403}, room


@pytest.mark.parametrize("who", [Site.kiosk, Site.agent, lambda site: site.device("display"), lambda site: site.public])
def test_no_device_and_no_visitor_hears_the_floor(site: Site, who: Callable[[Site], Door]) -> None:
    door = who(site)
    assert {door.get(f"/snapshot?room={room}").status_code for room in ROOMS} <= {401, 403}


def test_the_floors_snapshot_has_no_id_of_a_ticket(site: Site) -> None:
    play = Play(site, 5)
    for _ in range(80):
        play.step()
    told = repr([whole(site.hall, room) for room in ROOMS] + [missed(site.hall, room, 0) for room in ROOMS])
    assert [id for id in play.ids if id in told] == []


def test_an_agencys_floor_tells_nothing_of_another_agencys_line(site: Site) -> None:
    site.kiosk(2).done("/tickets", service="D1")
    own = whole(site.hall, "floor:A")
    assert {queue["code"] for queue in own["queues"]} == {"A"}
    assert {counter["agency"] for counter in own["counters"]} == {"A"}
    assert [one["name"] for one in missed(site.hall, "floor:A", 0)["news"] if one.get("agency") == "D"] == []


def test_a_kiosk_whose_line_is_silent_is_told_to_the_floor_and_back_again(site: Site) -> None:
    kiosk, page = site.kiosk(1), Page(site)
    kiosk.get("/news?room=zone:1&since=0")
    site.round()
    assert [one["connected"] for one in whole(site.hall, "floor")["kiosks"]] == [True]
    site.later(60)
    site.round()
    assert [one["connected"] for one in whole(site.hall, "floor")["kiosks"]] == [False]
    kiosk.get("/news?room=zone:1&since=0")
    site.round()
    page.agrees()
    assert site.events().count("DeviceConnected") == 2


def test_a_parked_visitor_who_gives_the_number_back_takes_nobody_out_of_the_line(site: Site) -> None:
    """Found by the floor's page: the queue's tally fell below those who wait."""
    kiosk, clerk = site.kiosk(1), site.clerk(1)
    first, _ = (kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(2))
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/park", ticket=first, why="form", minutes=None)
    site.public.done(f"/tickets/{first}/cancel")
    with site.hall.store.read() as unit:
        day = unit.journal.head().day
        assert day is not None
        assert unit.tickets.waiting_counts(day)["A"] == 1


def test_an_undone_transfer_is_told_where_the_visitor_had_been_sent(site: Site) -> None:
    kiosk, clerk = site.kiosk(1), site.clerk(1)
    mine = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    clerk.done("/counters/1/next", expects=None)
    page = Page(site)
    clerk.done("/counters/1/transfer", ticket=mine, service="D1")
    page.agrees()
    clerk.done("/counters/1/undo")
    page.agrees()
    assert "MoveUndone" in [one["name"] for one in missed(site.hall, "floor:D", 0)["news"]]
