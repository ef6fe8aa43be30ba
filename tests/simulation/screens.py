"""Screens that listen to the news of a simulated day over a line that loses some, and ask for what they missed."""

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from server.live.arrival import missed, whole
from server.ports import Hall
from server.store.tables import journal

LOST = 0.05


class Screens:
    """One listener a room, by the client's rule: apply what follows, ask for what is missing, drop what is old."""

    def __init__(self, hall: Hall, chance: Random, rooms: Sequence[str]) -> None:
        self._hall, self._chance, self._rooms = hall, chance, rooms
        self.seq: dict[str, int] = {}
        self.first: dict[str, int] = {}
        self.heard: dict[str, list[int]] = {}

    def connect(self) -> None:
        for room in self._rooms:
            self.seq[room] = self.first[room] = whole(self._hall, room)["seq"]
            self.heard[room] = []

    def hear(self, name: str, messages: Any, room: str) -> None:
        """What the server emits. Some of it never arrives, some comes twice."""
        if name != "news" or room not in self.seq or self._chance.random() < LOST:
            return
        for _ in range(2 if self._chance.random() < LOST else 1):
            for one in messages:
                self._take(room, one)

    def _take(self, room: str, news: Any) -> None:
        if news["seq"] <= self.seq[room]:
            return
        if news["after"] != self.seq[room]:
            self._ask(room)
        if news["after"] == self.seq[room]:
            self.seq[room] = news["seq"]
            self.heard[room].append(news["seq"])

    def _ask(self, room: str) -> None:
        """GET /news: all that was missed, or a fresh snapshot where that is too much."""
        answer = missed(self._hall, room, self.seq[room])
        if answer["reset"]:
            self.seq[room] = self.first[room] = whole(self._hall, room)["seq"]
            self.heard[room] = []
        for one in answer["news"]:
            assert "ticket" not in one, "a ticket's id left the house"
            self.seq[room] = one["seq"]
            self.heard[room].append(one["seq"])

    def heartbeat(self) -> None:
        """Carries the room's head, and so heals a push that a restart swallowed."""
        with self._hall.store.read() as unit:
            heads = dict(unit.journal.head().rooms)
        for room in self._rooms:
            if self._chance.random() > LOST and heads.get(room, 0) != self.seq[room]:
                self._ask(room)

    def catch_up(self) -> None:
        for room in self._rooms:
            self._ask(room)

    def faults(self, connection: Connection) -> Iterator[str]:
        """Each screen has heard each news of its room once, in order."""
        rows = connection.execute(select(journal.c.seq, journal.c.after).order_by(journal.c.seq)).all()
        for room in self._rooms:
            meant = [seq for seq, after in rows if room in json.loads(after) and seq > self.first[room]]
            if meant != self.heard[room]:
                odd = sorted(set(meant) ^ set(self.heard[room]))
                yield f"every_screen_hears_all: {room} differs at {odd[:5] or 'the order'}"
