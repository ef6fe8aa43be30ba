"""Tries counted for all processes of a site, in a real Valkey; and what happens when it goes away."""

from collections.abc import Iterator

import pytest

from server.api.errors import TooManyRequests
from server.api.throttle import LIMITS, OwnBuckets, SharedBuckets, Throttle
from tests.valkey import Valkey, program, running_valkey

pytestmark = pytest.mark.skipif(program() is None, reason="no Valkey on this machine")


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    with running_valkey() as running:
        yield running


def a_process(valkey: Valkey) -> Throttle:
    shared = SharedBuckets.at(valkey.url, OwnBuckets(lambda: 0.0))
    return Throttle(lambda: 0.0, 100, shared)


def tries(throttle: Throttle, key: str) -> bool:
    try:
        throttle.check("sign-in", key)
    except TooManyRequests:
        return False
    return True


def test_two_processes_count_one_guesser_together(valkey: Valkey) -> None:
    one, two = a_process(valkey), a_process(valkey)
    assert [tries(throttle, "together") for throttle in (one, two) * 4] == [True] * 5 + [False] * 3
    assert tries(one, "another")


def test_the_wait_is_told_and_an_honest_one_begins_anew_everywhere(valkey: Valkey) -> None:
    one, two = a_process(valkey), a_process(valkey)
    while tries(one, "honest"):
        pass
    with pytest.raises(TooManyRequests) as refused:
        two.check("sign-in", "honest")
    assert 1 <= refused.value.details["retry_after_seconds"] <= 12
    two.forgive("sign-in", "honest")
    assert [tries(one, "honest") for _ in range(6)] == [True] * 5 + [False]


def test_a_queue_that_is_gone_locks_nobody_out_and_lets_nobody_guess_without_end() -> None:
    with running_valkey() as valkey:
        throttle = a_process(valkey)
        assert tries(throttle, "k")
    assert [tries(throttle, "k") for _ in range(7)] == [True] * 5 + [False] * 2
    throttle.forgive("sign-in", "k")
    assert tries(throttle, "k")
    assert len(LIMITS["sign-in"]) == 3


def test_a_queue_that_hangs_is_not_waited_for() -> None:
    with running_valkey() as valkey:
        throttle = a_process(valkey)
        valkey.hang()
        assert [tries(throttle, "k") for _ in range(6)] == [True] * 5 + [False]
        valkey.wake()
