"""How a statement to PostgreSQL is waited for: driven to its end, asked again in time, and told when its line is gone."""

import os
from collections.abc import Generator, Iterator

import pytest

from server.store.hub_waiting import NEITHER, READS, WRITES, waiting_by


class Lost(Exception):
    pass


class Expired(Exception):
    pass


@pytest.fixture
def line() -> Iterator[int]:
    reader, writer = os.pipe()
    yield reader
    os.close(writer)
    os.close(reader)


class Hub:
    """Answers what it was given, in order; a second passes with each asking."""

    def __init__(self, *answers: int) -> None:
        self.answers, self.asked, self.now = list(answers), [], 0.0  # type: ignore[var-annotated]

    def until(self, fileno: int, wanted: int, seconds: float) -> int:
        self.asked.append((wanted, seconds))
        self.now += 1
        return self.answers.pop(0)

    def wait(self, statement: Generator[int, int, str], fileno: int, timeout: float | None = None) -> str:
        wait = waiting_by(self.until, lambda: self.now, Lost, Expired)
        return str(wait(statement, fileno, 0.1, timeout))


def statement(*wants: int) -> Generator[int, int, str]:
    heard = []
    for wanted in wants:
        heard.append((yield wanted))
    return repr(heard)


def test_a_statement_is_driven_to_its_end_by_what_it_wants(line: int) -> None:
    hub = Hub(WRITES, READS)
    assert hub.wait(statement(WRITES, READS), line) == "[2, 1]"
    assert hub.asked == [(WRITES, 0.1), (READS, 0.1)]


def test_nothing_in_time_is_told_and_waited_for_again(line: int) -> None:
    assert Hub(NEITHER, READS).wait(statement(READS, READS), line) == "[0, 1]"


def test_a_statement_that_never_waits_is_done(line: int) -> None:
    assert Hub().wait(statement(), line) == "[]"


def test_a_line_that_was_closed_is_told() -> None:
    reader, writer = os.pipe()
    os.close(writer)
    os.close(reader)
    with pytest.raises(Lost):
        Hub(NEITHER).wait(statement(READS), reader)


def test_who_waits_only_so_long_is_told_when_that_is_over(line: int) -> None:
    with pytest.raises(Expired):
        Hub(NEITHER, NEITHER, NEITHER).wait(statement(READS, READS, READS), line, timeout=1.5)
