"""The order of the line: a clerk with a friend, a tout with twenty numbers, children at the kiosk, a replayed slip."""

import pytest

from server.domain.access import ROLES
from tests.halls import Site

Texts = list[str]


def told(site: Site) -> list[object]:
    with site.hall.store.read() as unit:
        return [one.event for one in unit.journal.after(0, 10_000)]


def test_a_clerk_learns_no_id_of_anybody_who_waits(site: Site) -> None:
    """With the id one may cancel or postpone in the holder's name; the desk gets labels."""
    kiosk, clerk = site.kiosk(), site.clerk(1)
    ids = [kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(3)]
    site.agent().post("/jobs/claim", targets=["printer:p1"])
    seen = [clerk.get(path).text for path in ("/counters/1", "/counters", "/snapshot?room=desk:A", "/services", "/waiting-list",
                                              "/waiting-list?agency=A", "/news?room=desk:A&since=0", "/mall")]  # fmt: skip
    seen.append(clerk.do("/tickets/A-002/reprint").text)
    slip = {"service": "A2", "number": 1, "state": "waiting", "issued_at": "2026-11-23T08:30:00+07:00"}
    keyed_in = clerk.do("/paper-tickets", tickets=[slip])
    assert keyed_in.status_code == 201
    ids += [row[0] for row in site.rows()["tickets"] if row[0] not in ids]
    seen.append(keyed_in.text)
    assert len(ids) == 4
    assert [(one, text[:40]) for one in ids for text in seen if one in text] == []


def test_a_slip_in_trouble_is_printed_again_by_its_label(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk, agent = site.clerk(1), site.agent()
    (job,) = agent.post("/jobs/claim", targets=["printer:p1"]).json["jobs"]
    agent.post(f"/jobs/{job['id']}/failed", reason="cut_off")
    (trouble,) = [one for one in clerk.get("/counters/1").json["troubles"] if one["kind"] == "slip"]
    assert trouble["ticket"] == "A-001"
    answer = clerk.done(f"/tickets/{trouble['ticket']}/reprint")
    assert mine not in str(answer)
    assert [type(one).__name__ for one in told(site)][-1] == "SlipReprinted"


def test_nobody_but_staff_may_ask_by_label(site: Site) -> None:
    kiosk = site.kiosk()
    kiosk.done("/tickets", service="A2")
    for answer in (site.public.get("/tickets/A-001"), site.public.do("/tickets/A-001/cancel"),
                   site.public.do("/tickets/A-001/postpone"), kiosk.do("/tickets/A-001/cancel"),
                   site.clerk(1).do("/tickets/A-001/cancel")):  # fmt: skip
        assert answer.status_code == 404


@pytest.mark.parametrize("verb", ["cancel", "postpone", "reprint"])
def test_a_clerk_does_nothing_to_another_agencys_tickets(site: Site, verb: str) -> None:
    ids = [site.kiosk(2).done("/tickets", service="D1")["ticket"]["id"] for _ in range(3)]
    clerk = site.clerk(1)
    before = site.rows()
    for name in (ids[0], "D-001"):
        answer = clerk.do(f"/tickets/{name}/{verb}")
        assert answer.status_code in (403, 404), answer.text
    assert site.rows() == before


def test_what_staff_do_to_a_ticket_carries_their_name_in_the_journal(site: Site) -> None:
    clerk = site.clerk(1)
    mine = [clerk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(4)]
    clerk.done(f"/tickets/{mine[0]}/postpone")
    clerk.done(f"/tickets/{mine[1]}/cancel")
    site.public.done(f"/tickets/{mine[2]}/cancel")
    assert clerk.actor is not None
    by = [
        (type(one).__name__, one.by)
        for one in told(site)
        if type(one).__name__ in ("TicketPostponed", "TicketCancelled")
    ]  # type: ignore[attr-defined]
    assert by == [("TicketPostponed", clerk.actor.id), ("TicketCancelled", clerk.actor.id), ("TicketCancelled", None)]


def test_an_auditor_touches_no_ticket_even_with_its_id(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    auditor = site.staff("auditor", "auditor")
    before = site.rows()
    for verb in ("cancel", "postpone", "reprint"):
        assert auditor.do(f"/tickets/{mine}/{verb}").status_code == 403
    assert site.rows() == before


def test_no_role_calls_anybody_but_the_first_in_line_without_a_reason_of_the_list(site: Site) -> None:
    """`next` takes who is next, whatever it is told; who names a visitor must say why, and the journal keeps it."""
    kiosk, clerk = site.kiosk(), site.clerk(1)
    ids = [kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(3)]
    friend = ids[2]
    before = site.rows()
    assert clerk.do("/counters/1/next", expects=friend).status_code == 409
    assert clerk.do("/counters/1/next", expects=None, ticket=friend).status_code == 422
    assert clerk.do("/counters/1/start", ticket=friend).status_code == 409
    assert clerk.do("/counters/1/call", expects=None, ticket="A-003").status_code == 422
    assert clerk.do("/counters/1/call", expects=None, ticket="A-003", reason="friend").status_code == 422
    assert clerk.do("/counters/1/call", expects=None, ticket=friend, reason="urgent").status_code == 404, (
        "no id is a label"
    )
    assert site.rows() == before
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-001"
    assert "clerk" in ROLES


def test_whoever_is_called_out_of_order_stands_in_the_journal_with_reason_name_and_how_many_were_passed(
    site: Site,
) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    for _ in range(3):
        kiosk.done("/tickets", service="A2")
    clerk.done("/counters/1/call", expects=None, ticket="A-003", reason="together")
    assert clerk.actor is not None
    called = [one for one in told(site) if type(one).__name__ == "TicketCalled"]
    assert [(one.label, one.reason, one.passed, one.by) for one in called] == [("A-003", "together", 2, clerk.actor.id)]  # type: ignore[attr-defined]


def test_skipping_those_before_a_friend_takes_calls_that_the_hall_hears_and_the_journal_keeps(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    ids = [kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(2)]
    clerk.done("/counters/1/next", expects=None)
    early = clerk.do("/counters/1/absent", ticket=ids[0])
    assert (early.status_code, early.json["error"]) == (409, "absent_too_early")
    for _ in range(2):
        site.later(15)
        clerk.done("/counters/1/recall", ticket=ids[0])
    site.later(15)
    clerk.done("/counters/1/absent", ticket=ids[0])
    clerk.done("/counters/1/next", expects=None)
    spoken = [
        type(one).__name__ for one in told(site) if "alled" in type(one).__name__ or "Absent" in type(one).__name__
    ]
    assert spoken == ["TicketCalled", "TicketRecalled", "TicketRecalled", "TicketAbsent", "TicketCalled"]
    assert all(one.by for one in told(site) if type(one).__name__ == "TicketAbsent")  # type: ignore[attr-defined]


def test_a_database_in_which_somebody_moved_a_friend_forward_proves_it(site: Site) -> None:
    kiosk = site.kiosk()
    for _ in range(3):
        kiosk.done("/tickets", service="A2")
    assert site.faults() == []
    with site.database.writing() as connection:
        connection.exec_driver_sql("UPDATE tickets SET position = 0 WHERE label = 'A-003'")
    assert any("A-003" in fault for fault in site.faults())
    with site.database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE tickets SET position = (SELECT seq FROM journal WHERE body LIKE '%A-003%') WHERE label = 'A-003'"
        )
    assert site.faults() == []


def test_a_journal_that_was_rewritten_no_longer_fits_its_chain(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    with site.database.writing() as connection:
        connection.exec_driver_sql("UPDATE journal SET body = replace(body, 'A-001', 'A-009')")
    assert any("does not carry the hash" in fault for fault in site.faults())
    with site.database.writing() as connection:
        connection.exec_driver_sql("UPDATE journal SET body = replace(body, 'A-009', 'A-001')")


def test_a_tout_at_one_kiosk_is_slowed_down_and_the_desks_are_told(site: Site) -> None:
    limits = site.hall.store.mall().limits
    kiosk, clerk = site.kiosk(), site.clerk(1)
    given = [kiosk.do("/tickets", service="A2").status_code for _ in range(limits.kiosk_tickets_per_minute + 5)]
    assert given == [201] * limits.kiosk_tickets_per_minute + [429] * 5
    alarms = [one for one in clerk.get("/counters/1").json["troubles"] if one["kind"] == "burst"]
    assert len(alarms) == 1, "told once, until somebody answers it"
    site.later(61)
    assert kiosk.do("/tickets", service="A2").status_code == 201, "the kiosk goes on for the next visitor"


def test_children_who_press_everything_at_once_get_one_ticket_a_tap(site: Site) -> None:
    kiosk = site.kiosk()
    answers = [kiosk.do("/tickets", service="A2", request_id="tap-00000001") for _ in range(10)]
    assert [one.status_code for one in answers] == [201] + [200] * 9
    assert len({one.json["ticket"]["id"] for one in answers}) == 1
    helps = [kiosk.done("/help")["alarm"] for _ in range(10)]
    assert len(set(helps)) == 1, "an alarm that stands is the same alarm"


def test_a_slip_of_yesterday_or_copied_a_hundred_times_is_still_one_place(site: Site) -> None:
    """A photographed QR code shows the same ticket; what was served or cancelled cannot be used again."""
    kiosk, clerk = site.kiosk(), site.clerk(1)
    mine = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=mine)
    clerk.done("/counters/1/finish", ticket=mine)
    before = site.rows()
    for verb in ("cancel", "postpone"):
        answer = site.public.do(f"/tickets/{mine}/{verb}")
        assert (answer.status_code, answer.json["error"]) == (409, "move_not_allowed")
    site.clock.forward(hours=20)
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "finished"
    assert site.rows() == before


def test_a_stolen_kiosk_key_gives_numbers_and_nothing_else(site: Site) -> None:
    """It reads no ticket, calls nobody, opens nothing of staff; withdrawn, it gives no numbers either."""
    kiosk, mine = site.kiosk(), site.kiosk(2).done("/tickets", service="D1")["ticket"]["label"]
    before = site.rows()
    closed = ("/counters", "/counters/1", "/staff", "/devices", "/printers", "/mall/file", "/snapshot?room=desk:A")
    assert {path: kiosk.get(path).status_code for path in closed} == dict.fromkeys(closed, 403)
    for path, body in (("/counters/1/take", {}), ("/counters/1/next", {"expects": None}), ("/day/close", {"waiting": "release"}),
                       (f"/tickets/{mine}/reprint", {})):  # fmt: skip
        assert kiosk.do(path, **body).status_code in (403, 404), path
    assert site.rows() == before
    site.staff("admin", "admin").done(f"/devices/{kiosk.name}/withdraw")
    assert kiosk.do("/tickets", service="A2").status_code == 401


def test_a_rogue_display_hears_labels_and_neither_ids_nor_names(site: Site) -> None:
    display, kiosk, clerk = site.device("display"), site.kiosk(), site.clerk(1, "petugas-rina")
    mine = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    clerk.done("/counters/1/next", expects=None)
    heard = display.get("/snapshot?room=hall").text + display.get("/news?room=hall&since=0").text
    assert "A-001" in heard
    assert clerk.actor is not None
    assert [secret for secret in (mine, "petugas-rina", clerk.actor.id, kiosk.name) if secret in heard] == []


def test_a_clerk_of_no_agency_reaches_none_of_them(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    clerk = site.staff("magang", "clerk")
    for path in ("/waiting-list", "/waiting-list?agency=A", "/counters/1", "/snapshot?room=desk:A"):
        assert clerk.get(path).status_code == 403, path
    assert clerk.do("/waiting-list/print", printer="p1").status_code == 403
