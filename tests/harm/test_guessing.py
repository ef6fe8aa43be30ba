"""Guessing: passwords, pairing codes, ticket ids; and that whoever guesses locks nobody out."""

import inspect
import math
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from server import system
from server.api.throttle import LIMITS, OwnBuckets, network_of
from server.passwords import BUSY_SECONDS, MOST_WAITING, Argon2Passwords, TooManyWaiting
from tests.halls import PASSWORD, Door, Site

WIFI, DESK, PROXY = "10.7.0.66", "10.7.1.3", "10.7.0.1"


def sign_in(door: Door, username: str, password: str, address: str) -> Any:
    return door.client.post(
        "/api/v1/sign-in", json={"username": username, "password": password}, environ_base={"REMOTE_ADDR": address}
    )


def guess(site: Site, times: int, username: str = "petugas3", address: str = WIFI) -> list[int]:
    return [sign_in(site.public, username, f"tebakan-{n}", address).status_code for n in range(times)]


@pytest.fixture
def measured(site: Site) -> Site:
    """The throttle on the test's own clock."""
    own = site.application.house.throttle._own
    own._monotonic = lambda: site.seconds
    site.account("petugas3", "clerk", "A")
    return site


def test_after_five_wrong_passwords_there_is_a_wait_that_grows(measured: Site) -> None:
    assert guess(measured, 6) == [401] * 5 + [429]
    waits = []
    for _ in range(40):
        answer = sign_in(measured.public, "petugas3", "tebakan", WIFI)
        wait = answer.json["retry_after_seconds"]
        assert answer.headers["Retry-After"] == str(wait)
        waits.append(wait)
        measured.later(wait)
        assert sign_in(measured.public, "petugas3", "tebakan", WIFI).status_code == 401
    assert waits[0] <= 12
    assert waits[-1] >= 150
    assert waits[0] < waits[10] < waits[-1]


def test_a_right_password_that_waited_its_time_makes_the_tries_new(measured: Site) -> None:
    guess(measured, 5)
    measured.later(12)
    assert sign_in(measured.public, "petugas3", PASSWORD, WIFI).status_code == 200
    assert guess(measured, 5) == [401] * 5


def test_guessing_from_the_wifi_does_not_stop_the_clerk_at_the_counter(measured: Site) -> None:
    guess(measured, 200)
    assert sign_in(measured.public, "petugas3", PASSWORD, DESK).status_code == 200


def test_a_machine_that_knows_the_clerk_lets_them_in_whoever_guesses_from_wherever(measured: Site) -> None:
    """Behind one reverse proxy, or one NAT, guesser and clerk have the same address."""
    desk = measured.public
    assert sign_in(desk, "petugas3", PASSWORD, PROXY).status_code == 200
    desk.post("/sign-out")
    for host in range(60):
        guess(measured, 6, address=f"10.7.9.{host}")
    assert guess(measured, 10, address=PROXY)[-1] == 429
    stranger = sign_in(measured.public, "petugas3", PASSWORD, "10.7.200.1")
    assert stranger.status_code == 429, "a machine that never knew them must wait"
    assert sign_in(desk, "petugas3", PASSWORD, PROXY).status_code == 200


def test_who_is_signed_in_notices_nothing_of_it(measured: Site) -> None:
    clerk = measured.signed_in("petugas3")
    guess(measured, 200, address="127.0.0.1")
    clerk.done("/counters/1/take")
    assert clerk.get("/counters/1").status_code == 200


def test_a_machines_mark_opens_nothing_and_cannot_be_made(measured: Site) -> None:
    desk = measured.public
    sign_in(desk, "petugas3", PASSWORD, DESK)
    mark = desk.client.get_cookie("antrean_machine", path="/api/v1/sign-in")
    assert mark is not None
    assert "petugas3" not in mark.value
    bearer = measured.public
    bearer.client.set_cookie("antrean_machine", mark.value, path="/api/v1/sign-in")
    assert bearer.get("/counters").status_code == 401
    assert [sign_in(bearer, "petugas3", "tebakan", WIFI).status_code for _ in range(6)] == [401] * 5 + [429]
    forged = measured.public
    forged.client.set_cookie("antrean_machine", mark.value[:-2] + "xx", path="/api/v1/sign-in")
    assert sign_in(forged, "petugas3", PASSWORD, WIFI).status_code == 200


def test_an_office_behind_one_address_signs_in_at_half_past_seven(measured: Site) -> None:
    for n in range(40):
        measured.account(f"pegawai{n}", "clerk", "A")
    told = [sign_in(measured.public, f"pegawai{n}", PASSWORD, PROXY).status_code for n in range(40)]
    assert told == [200] * 40


def test_names_cannot_be_tried_one_after_the_other_either(measured: Site) -> None:
    told = [sign_in(measured.public, f"orang{n}", "password", WIFI).status_code for n in range(70)]
    assert told == [401] * 60 + [429] * 10


def test_a_pairing_code_cannot_be_guessed(measured: Site) -> None:
    """The codes' chance, and how many tries all of the hall's addresses have in the quarter of an hour one lives."""
    codes = {system.SystemIds().pairing_code() for _ in range(2000)}
    assert len(codes) == 2000
    letters = {letter for code in codes for letter in code}
    bits = 8 * math.log2(len(letters))
    assert bits > 38
    told = [measured.public.post("/devices/pair", code=f"GUESS{n:03}").status_code for n in range(15)]
    assert told == [404] * 10 + [429] * 5
    (bucket,) = LIMITS["pairing"]
    tries_of_an_address = bucket.most + 15 * 60 / bucket.seconds
    assert 1000 * tries_of_an_address / 2**bits < 1e-6, "a thousand addresses, one code"


def test_a_technician_pairs_ten_devices_in_a_row(measured: Site) -> None:
    admin = measured.staff("admin", "admin")
    for n in range(10):
        code = admin.post("/devices/pairings", kind="display", name=f"Layar {n}").json["code"]
        assert measured.public.post("/devices/pair", code=code).status_code == 201


def test_ids_of_tickets_keys_and_sessions_cannot_be_guessed() -> None:
    """128 bits from the operating system: at a thousand guesses a second for a year, one in 10^28."""
    made = [system.SystemIds().secret() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert {len(one) for one in made} == {22}
    assert "token_urlsafe(16)" in inspect.getsource(system.SystemIds.secret)
    assert 1000 * 3600 * 24 * 365 / 2**128 < 1e-27


def test_a_guessed_ticket_id_tells_nothing_and_many_are_slowed_down(make_site: Callable[..., Site]) -> None:
    site = make_site(requests_per_second=5)
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    told = [site.public.get(f"/tickets/{mine[:-1]}{n}x").status_code for n in range(120)]
    assert set(told[:90]) == {404}
    assert told[-1] == 429
    assert site.kiosk().get("/services").status_code == 200, "a device pays for itself"


def test_a_hall_of_phones_behind_one_address_is_never_refused(measured: Site) -> None:
    """Two hundred phones open their page in the same second, then look every ten seconds for a while."""
    mine = measured.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    phone = measured.public
    for _ in range(3):
        for _ in range(200):
            assert phone.get(f"/tickets/{mine}").status_code == 200
        measured.later(10)


def test_one_caller_alone_cannot_keep_the_hub(make_site: Callable[..., Site]) -> None:
    site = make_site(requests_per_second=5)
    told = [site.public.get("/session").status_code for _ in range(120)]
    assert told[:99] == [200] * 99
    assert told[-1] == 429
    far = site.public.client.get("/api/v1/session", environ_base={"REMOTE_ADDR": "10.7.0.99"})
    assert far.status_code == 200
    forged = [Door(site.public.client, {"Authorization": f"Bearer a.{n}"}).get("/services") for n in range(120)]
    assert forged[-1].status_code == 429, "keys that nobody knows pay by their address, all together"


def test_buckets_forget_the_longest_untouched_and_never_grow_without_end() -> None:
    now = [0.0]
    own = OwnBuckets(lambda: now[0])
    for n in range(30_000):
        own.take("sign-in", f"k{n}", LIMITS["sign-in"])
    assert len(own._full_at) <= 20_000


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("fd00::1:2:3:4", "fd00::/64"), ("fd00::9", "fd00::/64"),
     ("fe80::1%eth0", "fe80::/64"), (None, "unknown"), ("nonsense", "unknown")],
)  # fmt: skip
def test_a_machine_with_many_ipv6_addresses_is_one_caller(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_more_strangers_than_can_wait_are_told_so_and_who_is_known_goes_past_them() -> None:
    let_go, order = threading.Event(), []

    def aside(function: Any, *arguments: Any) -> Any:
        order.append(arguments[0])
        let_go.wait(20)
        return False

    passwords = Argon2Passwords(aside)
    crowd = [
        threading.Thread(target=passwords.verify_in_turn, args=(lambda: "stranger", "x"))
        for _ in range(MOST_WAITING + 1)
    ]
    for one in crowd:
        one.start()
    while passwords._strangers < MOST_WAITING:
        time.sleep(0.01)
    with pytest.raises(TooManyWaiting):
        passwords.verify_in_turn(lambda: "stranger", "x")
    known = threading.Thread(target=passwords.verify_in_turn, args=(lambda: "known", "x", True))
    known.start()
    while not passwords._known:
        time.sleep(0.01)
    let_go.set()
    for one in (*crowd, known):
        one.join(20)
    assert order.index("known") == 1, "after the one whose turn it was, before forty that came earlier"
    assert len(order) == MOST_WAITING + 2


def test_a_flood_of_sign_ins_is_answered_in_plain_words(site: Site) -> None:
    site.account("petugas1", "clerk", "A")

    class Full:
        def verify_in_turn(self, *_: Any, **__: Any) -> bool:
            raise TooManyWaiting()

    site.application.house.passwords = Full()  # type: ignore[assignment]
    answer = site.public.post("/sign-in", username="petugas1", password=PASSWORD)
    assert (answer.status_code, answer.json["error"]) == (503, "sign_in_busy")
    assert answer.headers["Retry-After"] == str(BUSY_SECONDS)


def test_a_name_nobody_has_is_verified_like_one_somebody_has(site: Site) -> None:
    asked: list[str] = []

    class Watched:
        def verify_in_turn(self, find_hash: Callable[[], str], password: str, known: bool = False) -> bool:
            asked.append(find_hash()[:10])
            return False

    site.account("petugas1", "clerk", "A")
    site.application.house.passwords = Watched()  # type: ignore[assignment]
    answers = [site.public.post("/sign-in", username=name, password="x") for name in ("petugas1", "nobody")]
    assert len(asked) == 2
    assert answers[0].json["error"] == answers[1].json["error"] == "sign_in_failed"
