"""The floor's page in its plainest form: a snapshot of the floor's room, and what each of its news changes in it."""

from collections.abc import Callable, Mapping
from typing import Any

State = dict[str, Any]
News = Mapping[str, Any]

# After these the page takes the snapshot anew: another day, another mall, another past; and names of new people.
TAKES_ANEW = ("DayOpened", "MallChanged", "SiteRestored", "AccountChanged")
# The words of messages stand outside the journal: they are fetched (GET /messages).
ASKS_FOR_MESSAGES = ("MessageShown", "MessageLifted")
EMPTY = dict.fromkeys(
    ("label", "queue", "service", "priority", "visitor_state", "called_at", "started_at", "calls")
)  # fmt: skip


class Fold:
    """`apply` one news after the other; `state` is then what a fresh snapshot says, but for `seq` and `now`."""

    def __init__(self, snapshot: State) -> None:
        self.state = snapshot
        self.queues = {queue["code"]: queue for queue in snapshot["queues"]}
        self.counters = {counter["number"]: counter for counter in snapshot["counters"]}
        self.services = {service["code"]: service for service in snapshot["services"]}

    def apply(self, news: News) -> None:
        act: Callable[[News], None] | None = getattr(self, f"_{news['name']}", None)
        if act is not None:
            act(news)

    # Tickets

    def _TicketIssued(self, news: News) -> None:
        self._joins(news, news["at"], "", news["position"])
        self._issued(news["service"], 1)

    def _PaperKeyedIn(self, news: News) -> None:
        self._issued(news["service"], 1)
        if news["state"] == "waiting":
            self._joins(news, news["issued_at"], "", news["positions"][-1])
            self._take_place(news)

    def _NoteRedeemed(self, news: News) -> None:
        self._take_place(news)

    def _TicketReturned(self, news: News) -> None:
        self._again(news)

    def _TicketContinued(self, news: News) -> None:
        self._again(news)
        self._issued(news["left_service"], -1)
        self._issued(news["service"], 1)

    def _TicketTransferred(self, news: News) -> None:
        if news["counter"] is not None:
            self._leaves_counter(news)
        self._again(news)
        self._issued(news["left_service"], -1)
        self._issued(news["service"], 1)
        wanted = {"counter": news["to_counter"], "staff": news["to_staff"]}
        for entry in self._line(news["queue"]) if news["queue"] in self.queues else ():
            if entry["label"] == news["label"] and any(wanted.values()):
                entry["wanted"] = wanted

    def _again(self, news: News) -> None:
        self._gone(news["label"])
        self._joins(news, news["at"], news["priority"], news["positions"][-1])
        self._take_place(news)

    def _joins(self, news: News, since: str, priority: str, position: int) -> None:
        if news["queue"] in self.queues:
            self._line(news["queue"]).append({
                "label": news["label"], "position": position, "service": news["service"], "since": since,
                "priority": priority, "wanted": None,
            })  # fmt: skip

    def _take_place(self, news: News) -> None:
        """Who stands at the last of `positions` goes to the first; each of the others one back."""
        self._shift(news["queue"], news["positions"], forward=False)

    def _TicketPostponed(self, news: News) -> None:
        """Who stands at the first goes to the last; each of the others one up."""
        self._shift(news["queue"], news["positions"], forward=True)

    def _shift(self, queue: str, positions: list[int], forward: bool) -> None:
        if queue not in self.queues:
            return
        after = [*positions[1:], positions[0]] if not forward else [positions[-1], *positions[:-1]]
        moved = dict(zip(positions, after, strict=True))
        for entry in self._line(queue):
            entry["position"] = moved.get(entry["position"], entry["position"])
        self._line(queue).sort(key=lambda entry: entry["position"])

    def _TicketCalled(self, news: News) -> None:
        entry = self._gone(news["label"])
        self.counters[news["counter"]] |= {
            "label": news["label"], "queue": news["queue"], "service": news["service"],
            "priority": entry["priority"] if entry else "", "visitor_state": "called", "called_at": news["at"],
            "started_at": None, "calls": news["calls"],
        }  # fmt: skip

    def _TicketRecalled(self, news: News) -> None:
        self.counters[news["counter"]] |= {"called_at": news["at"], "calls": news["calls"]}

    def _TicketStarted(self, news: News) -> None:
        self.counters[news["counter"]] |= {"visitor_state": "serving", "started_at": news["at"]}

    def _TicketFinished(self, news: News) -> None:
        self._leaves_counter(news)
        self._figure(news["agency"], "served", 1)

    def _TicketAbsent(self, news: News) -> None:
        visitor = self._leaves_counter(news)
        self._figure(news["agency"], "unanswered", visitor["calls"])
        self.state["absent"].append(self._aside(news, visitor) | {"calls": visitor["calls"]})

    def _TicketParked(self, news: News) -> None:
        visitor = self._leaves_counter(news)
        self.state["parked"].append(
            self._aside(news, visitor) | {"why": news["why"], "until": news["until"], "by": news["by"]}
        )

    def _aside(self, news: News, visitor: State) -> State:
        return {
            "label": news["label"], "queue": news["queue"], "agency": news["agency"], "service": visitor["service"],
            "since": news["at"], "counter": news["counter"], "priority": visitor["priority"],
        }  # fmt: skip

    def _leaves_counter(self, news: News) -> State:
        """The visitor as it stood there. In an agency's own floor the counter may be another's."""
        counter = self.counters.get(news["counter"])
        if counter is None or counter["label"] != news["label"]:
            return dict(EMPTY)
        visitor = {name: counter[name] for name in EMPTY}
        counter |= EMPTY
        return visitor

    def _TicketCancelled(self, news: News) -> None:
        self._gone(news["label"])

    _TicketExpired = _TicketReleased = _TicketCancelled

    def _PriorityRequested(self, news: News) -> None:
        self._priority(news["label"], "requested")

    def _PriorityConfirmed(self, news: News) -> None:
        self._priority(news["label"], "confirmed")

    def _PriorityDeclined(self, news: News) -> None:
        self._priority(news["label"], "declined")

    def _priority(self, label: str, decision: str) -> None:
        everywhere = [*self.state["parked"], *self.state["absent"], *self.counters.values()]
        for entry in everywhere + [one for queue in self.queues.values() for one in queue["line"]]:
            if entry["label"] == label:
                entry["priority"] = decision

    def _MoveUndone(self, news: News) -> None:
        counter = self.counters.get(news["counter"])
        if counter is not None:
            counter |= EMPTY
        for one in news["stands"]:
            self._gone(one["label"])
            self._stands(one)
            self._issued(one["left_service"], -1)
            self._issued(one["service"], 1)
            self._figure(
                one["agency"], "served", -int(one["unmade"] in ("done", "incomplete", "referred", "not_needed"))
            )
            self._figure(one["agency"], "unanswered", -one["calls"] if one["unmade"] == "absent" else 0)

    def _stands(self, one: State) -> None:
        if one["state"] == "waiting" and one["queue"] in self.queues:
            self._line(one["queue"]).append(one["entry"])
            self._line(one["queue"]).sort(key=lambda entry: entry["position"])
        if one["state"] in ("called", "serving") and one["counter"] in self.counters:
            self.counters[one["counter"]] |= one["entry"]
        if one["state"] in ("parked", "absent") and one["agency"] in self.state["figures"]:
            self.state[one["state"]].append(one["entry"])

    def _gone(self, label: str) -> State | None:
        """Out of every line and list; the entry it had."""
        lists = [self.state["parked"], self.state["absent"], *(queue["line"] for queue in self.queues.values())]
        found = None
        for entries in lists:
            for entry in [one for one in entries if one["label"] == label]:
                entries.remove(entry)
                found = entry
        return found

    def _line(self, queue: str) -> list[State]:
        line: list[State] = self.queues[queue]["line"]
        return line

    def _issued(self, service: str, by: int) -> None:
        if service in self.services:
            self.services[service]["issued"] += by

    def _figure(self, agency: str, name: str, by: int) -> None:
        if agency in self.state["figures"]:
            self.state["figures"][agency][name] += by

    # Counters

    def _counter(self, news: News, **changes: Any) -> None:
        if news["counter"] in self.counters:
            self.counters[news["counter"]] |= changes

    def _CounterTaken(self, news: News) -> None:
        self._counter(news, holder=news["by"], since=news["at"])

    def _CounterOpened(self, news: News) -> None:
        self._counter(news, state="open", since=news["at"], pause=None)

    def _CounterPaused(self, news: News) -> None:
        pause = {"reason": news["reason"], "until": news["until"], "since": news["at"]}
        self._counter(news, state="paused", since=news["at"], pause=pause)

    def _CounterClosed(self, news: News) -> None:
        self._counter(news, state="closed", since=news["at"], pause=None, auto_call=False, helps=[])
        if news["mark"]:
            self._counter(news, holder=None)

    def _CounterLeft(self, news: News) -> None:
        self._CounterClosed(news)
        self._counter(news, holder=None)

    def _CounterHandedOver(self, news: News) -> None:
        self._counter(news, holder=None, since=news["at"], auto_call=False)

    def _CounterHelps(self, news: News) -> None:
        self._counter(news, helps=news["queues"])

    def _AutoCallSet(self, news: News) -> None:
        self._counter(news, auto_call=news["on"])

    # The hall

    def _Paused(self, news: News) -> None:
        names = ("scope", "code", "agency", "reason", "numbers", "until")
        self.state["pauses"].append(
            {"id": news["pause"], "since": news["at"], **{name: news[name] for name in names}}
        )  # fmt: skip

    def _Resumed(self, news: News) -> None:
        self._without("pauses", "id", news["pause"])

    def _HelpAsked(self, news: News) -> None:
        self._alarm(news, "help")

    def _BurstNoticed(self, news: News) -> None:
        self._alarm(news, "burst")

    def _AlarmRaised(self, news: News) -> None:
        self._alarm(news, "silent")

    def _alarm(self, news: News, kind: str) -> None:
        self.state["alarms"].append({
            "id": news["alarm"], "kind": kind, "zone": news["zone"], "counter": news.get("counter"),
            "device_name": news.get("device_name"), "since": news["at"],
        })  # fmt: skip

    def _AlarmAnswered(self, news: News) -> None:
        self._without("alarms", "id", news["alarm"])

    def _PrinterChanged(self, news: News) -> None:
        for printer in self.state["printers"]:
            if printer["id"] == news["printer"]:
                printer |= {"state": news["state"], "since": news["at"]}

    def _PlayerChanged(self, news: News) -> None:
        for field in self.state["fields"]:
            if field["number"] == news["field"]:
                field["player"] = news["player"]

    def _VoiceChanged(self, news: News) -> None:
        self._without("voices", "device", news["device"])
        if news["state"] in ("ready", "failing"):
            self.state["voices"].append(
                {"device": news["device"], "name": news["device_name"], "state": news["state"]}
            )  # fmt: skip

    def _DisplayChanged(self, news: News) -> None:
        for display in self.state["displays"]:
            if display["device"] == news["device"]:
                display["state"] = news["state"]

    def _DeviceConnected(self, news: News) -> None:
        kind = f"{news['kind']}s"
        self._without(kind, "device", news["device"])
        if self.state["agency"] is None or news["zone"] in (None, *(zone["number"] for zone in self.state["zones"])):
            self.state[kind].append({
                "device": news["device"], "name": news["device_name"], "zone": news["zone"], "place": news["place"],
                "state": news["state"], "connected": True,
            })  # fmt: skip

    def _DeviceLost(self, news: News) -> None:
        for device in self.state[f"{news['kind']}s"]:
            if device["device"] == news["device"]:
                device["connected"] = False

    def _DeviceWithdrawn(self, news: News) -> None:
        for kind in ("voices", "kiosks", "displays"):
            self._without(kind, "device", news["device"])

    def _without(self, name: str, key: str, value: object) -> None:
        self.state[name] = [one for one in self.state[name] if one[key] != value]

    # The day

    def _NumbersStopped(self, news: News) -> None:
        self.state |= {"state": "stopped", "day_closed": True}

    def _DayClosed(self, news: News) -> None:
        report = {"head": news["head"], "signed_by": None, "signed_at": None}
        self.state |= {"state": "closed", "day_closed": True, "report": report}

    def _ReportSigned(self, news: News) -> None:
        self.state["report"] |= {"signed_by": news["by"], "signed_at": news["at"]}

    def _DayReopened(self, news: News) -> None:
        self.state |= {"state": "open", "day_closed": False, "report": None}

    def _QuotaRaised(self, news: News) -> None:
        if news["service"] in self.services:
            self.services[news["service"]]["quota"] = news["quota"]

    def _CheckConfirmed(self, news: News) -> None:
        self.state["checks"][news["check"]] = {"by": news["by"], "at": news["at"]}

    def _ClockStepped(self, news: News) -> None:
        self.state["clock_stepped"] = True

    def _ClockDoubted(self, news: News) -> None:
        self.state["clock_doubted"] = True

    def _ClockConfirmed(self, news: News) -> None:
        self.state["clock_doubted"] = False

    def _ClockTrusted(self, news: News) -> None:
        self.state |= {"clock_stepped": False, "clock_doubted": False}
