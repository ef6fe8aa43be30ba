"""The mall's file: what it carries, that it comes back whole, and that every fault is named with its path."""

from datetime import date, time
from typing import Any

import pytest
import yaml

from server.domain.mall_file import dump, parse
from server.domain.refusals import MallNotSound
from tests.unit.small_mall import TARIFF, a_mall, a_service, an_agency, both, raw_mall, sanggau, sanggau_raw


def problems(raw: Any) -> list[str]:
    with pytest.raises(MallNotSound) as refused:
        parse(raw)
    return list(refused.value.details["problems"])


def only_problem(raw: Any) -> str:
    found = problems(raw)
    assert len(found) == 1, found
    return found[0]


def test_small_mall_is_read_as_written() -> None:
    mall = a_mall()
    assert [agency.code for agency in mall.agencies] == ["A", "D"]
    assert [(service.code, service.agency, service.queue) for service in mall.services] == [
        ("A1", "A", "A"),
        ("D1", "D", "D"),
        ("D2", "D", "DS"),
    ]
    assert mall.week[4] is not None
    assert mall.week[4].breaks[0].start == time(11, 15)
    assert mall.week[5] is None
    assert mall.holidays[0].day == date(2026, 12, 25)
    assert mall.service_by_code["D1"].tariffs[0].amount == 30000


def test_dumped_mall_is_read_back_equal() -> None:
    for mall in (a_mall(), sanggau()):
        assert parse(dump(mall)) == mall


def test_dumped_mall_survives_a_yaml_file() -> None:
    mall = sanggau()
    text = yaml.safe_dump(dump(mall), allow_unicode=True, sort_keys=False)
    assert parse(yaml.safe_load(text)) == mall


def test_dump_holds_only_plain_values() -> None:
    def check(value: Any) -> None:
        assert type(value) in (dict, list, str, int, float, bool, type(None)), value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            check(inner)

    check(dump(sanggau()))


def test_dates_and_times_that_yaml_has_read_already_are_accepted() -> None:
    raw = raw_mall(holidays=[{"day": date(2026, 12, 25), "kind": "national", "name": both("Natal")}])
    raw["hours"]["monday"] = {"open": "08:00", "close": 960}  # YAML reads an unquoted 16:00 as minutes
    mall = parse(raw)
    assert mall.holidays[0].day == date(2026, 12, 25)
    assert mall.week[0] is not None
    assert (mall.week[0].close, mall.week[0].first_ticket) == (time(16), time(8))


def test_special_day_and_agency_week_come_back() -> None:
    special = [{"day": "2026-12-24", "hours": {"open": "08:00", "close": "11:00"}, "name": both("Pendek")}]
    agency = an_agency("A", a_service("A1", "A"), hours={"saturday": {"open": "08:00", "close": "12:00"}})
    raw = raw_mall(special_days=special)
    raw["agencies"][0] = agency
    mall = parse(raw)
    assert mall.agencies[0].week is not None
    assert mall.agencies[0].week[0] is None
    assert parse(dump(mall)) == mall


def test_all_faults_are_told_at_once_each_with_its_path() -> None:
    raw = raw_mall(frequent=["A1", "Q9"])
    raw["site"]["timezone"] = "Asia/Sanggau"
    raw["agencies"][1]["services"][0]["minutes"] = "ten"
    raw["counters"][0]["colour"] = "green"
    found = problems(raw)
    assert [problem.split(":")[0] for problem in found] == [
        "agencies[1].services[0].minutes",
        "counters[0].colour",
        "site.timezone",
        "frequent",
    ]


def faulty(path: str, value: Any) -> dict[str, Any]:
    """The small mall with one value put at a path such as "agencies.0.short"."""
    raw = raw_mall()
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = raw
    for step in way:
        place = place[step]
    place[last] = value
    return raw


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("format", "antrean-mall/2", "format: must be one of"),
        ("site.languages", ["en"], "site.languages: “id”"),
        ("site.short", "  ", "site.short: must not be empty"),
        ("site.short", "x" * 25, "site.short: is 25 characters long"),
        ("site.operator", "two\nlines", "site.operator: holds a line break"),
        ("site.operator", 7, "site.operator: must be text"),
        ("site.name", {"id": "Mal"}, "site.name: has no text in “en”"),
        ("site.public_url", "javascript:alert(1)", "site.public_url: must be an address"),
        ("numbers", {"format": "{queue}{n!r:>9}"}, "numbers.format: must be {queue}"),
        ("numbers", {"format": "{n:03d}"}, "numbers.format: must be {queue}"),
        ("calling", {"calls_before_absent": 0}, "calling.calls_before_absent: must be a whole number"),
        ("calling", {"calls_before_absent": True}, "calling.calls_before_absent: must be a whole number"),
        ("demonstration", "yes", "demonstration: must be true or false"),
        ("demonstration", True, "label: demonstration data must say so"),
        ("hours.monday.open", "8 o'clock", "hours.monday.open: must be a time"),
        ("hours.monday.open", "17:00", "hours.monday.close: must come after"),
        ("hours.monday.first_ticket", "08:30", "hours.monday.first_ticket: must not come after"),
        ("hours.monday.last_ticket", "16:30", "hours.monday.last_ticket: must lie between"),
        ("hours.friday.breaks.0.end", "17:00", "hours.friday.breaks[0]: must lie within"),
        ("hours.friday.breaks.0.start", "13:00", "hours.friday.breaks[0]: must lie within"),
        ("hours", {}, "hours: the site is never open"),
        ("holidays.0.day", "2026-02-30", "holidays[0].day: must be a date"),
        ("holidays.0.kind", "party", "holidays[0].kind: must be one of"),
        ("zones", [], "counters[0].zone: there is no zone 1"),
        ("zones.0.printer", "p9", "zones[0].printer: there is no printer “p9”"),
        ("documents.ktp.form", "scan", "documents.ktp.form: must be one of"),
        ("agencies.0.short", "x" * 25, "agencies[0].short: is 25 characters long"),
        ("agencies.0.code", "D", "agencies: code “D” stands there 2 times"),
        ("agencies.0.presence", "maybe", "agencies[0].presence: must be one of"),
        ("agencies.0.services.0.code", "D1", "agencies: services.code “D1” stands there 2 times"),
        ("agencies.0.services.0.queue", "B", "agencies[0].services[0].queue: no counter serves “B”"),
        ("agencies.0.services.0.queue", "O", "agencies[0].services[0].queue: “O” is not usable"),
        ("agencies.0.services.0.queue", "QA", "agencies[0].services[0].queue: “QA” is not usable"),
        ("agencies.0.services.0.queue", "D", "agencies[1].services[0].queue: “D” belongs to agency A"),
        ("agencies.0.services.0.documents", ["kk"], "agencies[0].services[0].documents: “kk” is not among"),
        (
            "agencies.0.services.0.documents",
            ["ktp", "ktp"],
            "agencies[0].services[0].documents: “ktp” stands",
        ),
        ("agencies.0.services.0.quota", 0, "agencies[0].services[0].quota: must be a whole number"),
        ("agencies.0.services.0.minutes", 0, "agencies[0].services[0].minutes: must be a number of minutes"),
        ("agencies.0.services.0.paid_to", "clerk", "agencies[0].services[0].paid_to: must be one of"),
        ("agencies.0.services.0.tariffs.0.basis", None, "agencies[0].services[0].tariffs[0].basis"),
        ("agencies.0.services.0.tariffs.0.source", None, "agencies[0].services[0].tariffs[0].source"),
        ("agencies.0.services.0.tariffs.0.checked_on", None, "agencies[0].services[0].tariffs[0].checked_on"),
        ("agencies.0.services.0.tariffs.0.amount", -1, "agencies[0].services[0].tariffs[0].amount: must be"),
        ("agencies.0.services.0.tariffs.0.amount", 1.5, "agencies[0].services[0].tariffs[0].amount: must be"),
        (
            "agencies.0.services.0.tariffs.0.verified",
            False,
            "agencies[0].services[0].tariffs[0].amount: a li",
        ),
        ("counters.0.number", 2, "counters: number “2” stands there 2 times"),
        ("counters.0.agency", "X", "counters[0].agency: there is no agency “X”"),
        ("counters.0.queues", ["A", "D"], "counters[0].queues: agency A has no queue “D”"),
        ("counters.0.queues", [], "counters[0].queues: a counter serves at least one queue"),
        ("kiosks", [{"id": "k", "name": "K", "zone": 4}], "kiosks[0].zone: there is no zone 4"),
        ("frequent", ["Z9"], "frequent: there is no service “Z9”"),
        ("agencies.0.services", [], "agencies[0].services: an agency without a service"),
        ("agencies.0.services.0.search", "ktp", "agencies[0].services[0].search: must be a list"),
        ("agencies.0.services.0.search", ["…"], "agencies[0].services[0].search[0]: “…” holds no letter"),
        ("agencies.0.services.0.search", ["x" * 65], "agencies[0].services[0].search[0]: is 65 characters long"),
        ("agencies.0.services.0.search", ["ktp", "ktp"], "agencies[0].services[0].search: “ktp” stands there twice"),
        ("search", {"synonym": {}}, "search.synonym: is not a key of this format"),
        ("search", {"synonyms": ["paspor"]}, "search.synonyms: must be a mapping"),
        ("search", {"synonyms": {"paspor": "pasport"}}, "search.synonyms.paspor: must be a list"),
        ("search", {"synonyms": {"Surat Izin": ["x"]}}, "search.synonyms.Surat Izin: must be one word in small"),
        ("search", {"synonyms": {7: ["x"]}}, "search.synonyms.7: the word itself must be text"),
        ("search", {"synonyms": {"a": ["x"], "b": ["X"]}}, "search.synonyms.b[0]: “X” stands for “a” already"),
        ("search", {"synonyms": {"a": ["b"], "b": ["x"]}}, "search.synonyms.a[0]: “b” has synonyms of its own"),
        ("search", {"synonyms": {"a": ["!"]}}, "search.synonyms.a[0]: “!” holds no letter"),
        ("search", {"ignore": ["dua kata"]}, "search.ignore[0]: “dua kata” must be one word"),
        ("search", {"synonyms": {"a": ["x"]}, "ignore": ["a"]}, "search.ignore[0]: “a” has synonyms"),
        (
            "calling",
            {"recall_pause_seconds": 301},
            "calling.recall_pause_seconds: must be a whole number from 0 to 300",
        ),
        ("calling", {"undo_seconds": -1}, "calling.undo_seconds: must be a whole number from 0 to 300"),
        ("calling", {"visit_order": "luck"}, "calling.visit_order: must be one of arrival, joining"),
        ("agencies.0.services.0.warn_minutes", 0, "agencies[0].services[0].warn_minutes: must be a whole number"),
        (
            "agencies.0.services.0.critical_minutes",
            30,
            "agencies[0].services[0].critical_minutes: 30 must lie over the 30",
        ),
        ("surprise", 1, "surprise: is not a key of this format"),
    ],
)
def test_fault_is_told_with_its_path(path: str, value: Any, told: str) -> None:
    assert any(problem.startswith(told) for problem in problems(faulty(path, value)))


@pytest.mark.parametrize(
    ("driver", "address", "is_sound"),
    [
        ("network", "10.0.0.9", True), ("network", "10.0.0.9:9100?status=no", True), ("network", "[fe80::1]:9100", True),
        ("network", "/dev/usb/lp0", False), ("file", "/dev/usb/lp0", True), ("file", "10.0.0.9", False),
        ("usb", "04b8:0e15", True), ("usb", "04b8:0e15:SN-7", True), ("usb", "Epson", False),
        ("cups", "Kios_1", True), ("cups", "Kios_1@10.0.0.2:631", True), ("cups", "../etc/passwd", False),
        ("serial", "/dev/ttyUSB0:19200", True), ("serial", "COM1", False),
    ],
)  # fmt: skip
def test_a_printers_address_is_as_its_driver_wants_it(driver: str, address: str, is_sound: bool) -> None:
    raw = raw_mall()
    raw["printers"] = [{"id": "p1", "name": "P", "zone": 1, "driver": driver, "address": address}]
    if is_sound:
        assert parse(raw).printers[0].address == address
    else:
        assert "is not usable" in only_problem(raw)


def test_a_phrase_leads_to_one_service() -> None:
    raw = raw_mall()
    raw["agencies"][0]["services"][0]["search"] = ["surat baru"]
    raw["agencies"][1]["services"][0]["search"] = ["Surat  baru"]
    assert only_problem(raw) == "agencies[1].services[0].search[0]: “Surat  baru” leads to A1 already"


def test_what_people_type_is_read_as_written_and_comes_back() -> None:
    raw = raw_mall(search={"synonyms": {"paspor": ["pasport", "buku paspor"]}, "ignore": ["jaklah"]})
    raw["agencies"][0]["services"][0]["search"] = ["bikin ktp"]
    mall = parse(raw)
    assert mall.search.synonyms == {"paspor": ("pasport", "buku paspor")}
    assert (mall.search.ignore, mall.service_by_code["A1"].search) == (("jaklah",), ("bikin ktp",))
    assert parse(dump(mall)) == mall


def test_a_mall_without_words_for_search_dumps_none() -> None:
    assert "search" not in dump(a_mall())


def test_every_sanggau_service_has_words_people_type() -> None:
    assert [service.code for service in sanggau().services if len(service.search) < 4] == []


def test_missing_parts_are_each_told_once() -> None:
    assert problems({})[0] == "format: is missing"
    assert "site: is missing" in problems({})
    assert "agencies: is missing" in problems({})
    assert problems(raw_mall(counters=None)).count("counters: is missing") == 1


def test_file_that_is_no_mapping_is_refused() -> None:
    assert problems(["a", "list"])[0] == "the file: must be a mapping of keys to values"


def test_queue_is_served_in_one_zone_only() -> None:
    raw = raw_mall()
    raw["zones"].append({"number": 2, "floor": 2, "name": both("Atas"), "sound_field": 2})
    raw["counters"][2]["zone"] = 2
    assert only_problem(raw).startswith("counters[2].queues: “DS” is served in zone 1")


def test_more_than_eight_frequent_services_do_not_fit() -> None:
    services = [a_service(f"A{n}", "A") for n in range(1, 10)]
    raw = raw_mall(frequent=[service["code"] for service in services])
    raw["agencies"][0] = an_agency("A", *services)
    assert only_problem(raw) == "frequent: the kiosk's first screen has room for 8, not 9"


def test_lists_longer_than_a_mall_needs_are_refused() -> None:
    raw = raw_mall(holidays=[{"day": "2026-12-25", "kind": "national", "name": both("Natal")}] * 401)
    assert "holidays: holds 401; at most 400 are possible" in problems(raw)


def test_unverified_line_without_an_amount_is_sound() -> None:
    line = {"label": TARIFF["label"], "amount": None, "verified": False, "note": "no legal text found"}
    raw = raw_mall()
    raw["agencies"][0]["services"][0]["tariffs"] = [line]
    assert parse(raw).services[0].tariffs[0].amount is None


# ── the demonstration mall: figures counted by hand in the sources, not read from the file ──


def test_sanggau_has_its_agencies_services_counters_and_zones() -> None:
    mall = sanggau()
    assert (len(mall.agencies), len(mall.services), len(mall.counters), len(mall.zones)) == (23, 51, 31, 4)
    assert (len(mall.documents), len(mall.holidays)) == (59, 25)
    assert "".join(agency.code for agency in mall.agencies) == "ABCDEFGHJKLMNPRSTUVWXYZ"
    assert [counter.number for counter in mall.counters] == list(range(1, 32))
    assert [sum(counter.zone == zone for counter in mall.counters) for zone in (1, 2, 3, 4)] == [6, 7, 9, 9]
    presences = [agency.presence for agency in mall.agencies]
    assert [presences.count(kind) for kind in ("confirmed", "planned", "assumed")] == [13, 3, 7]


def test_sanggau_has_75_tariff_lines_of_which_41_are_verified_with_basis_source_and_date() -> None:
    """43 have amount and basis in the sources; of two the name of the regulation is not checked."""
    lines = [line for service in sanggau().services for line in service.tariffs]
    verified = [line for line in lines if line.verified]
    assert (len(lines), len(verified)) == (75, 41)
    for line in verified:
        assert line.amount is not None
        assert line.basis
        assert line.checked_on == date(2026, 11, 23)
        assert line.source
        assert line.source.startswith("http")


def test_sanggau_carries_no_amount_on_any_unverified_line() -> None:
    lines = [line for service in sanggau().services for line in (*service.tariffs, *service.other_costs)]
    assert [line.amount for line in lines if not line.verified] == [None] * (34 + 3)


AMOUNTS = {
    "A1": [0], "A2": [0], "A3": [0], "A4": [0], "A5": [0], "A6": [0], "A7": [0], "A8": [0],
    "C1": [350000, 650000, 650000, 950000, 1000000, 0], "C2": [350000, 650000, 950000],
    "C3": [1000000, 500000],
    "D1": [30000], "D2": [80000, 75000, 30000],
    "E2": [100000, 200000, 60000, 100000], "E3": [0, 225000, 375000],
    "G1": [50000], "G2": [50000, 200000],
    "K1": [0, 600000], "L1": [421000, 843000, 1218000, 2062000], "P1": [0], "R1": [10000],
}  # fmt: skip


def test_sanggau_prices_are_those_of_the_regulations() -> None:
    shown = {
        service.code: [line.amount for line in service.tariffs if line.verified]
        for service in sanggau().services
        if any(line.verified for line in service.tariffs)
    }
    assert shown == AMOUNTS


def test_sanggau_sends_only_state_and_regional_revenue_to_a_treasury() -> None:
    paid = {kind: {s.code for s in sanggau().services if s.paid_to == kind} for kind in ("treasury", "region")}
    assert paid["treasury"] == {"C1", "C2", "C3", "D1", "D2", "G1", "G2", "G3", "K1", "R1"}
    assert paid["region"] == {"F1", "F2", "W1"}


def test_sanggau_quotas_and_minutes_are_kept() -> None:
    mall = sanggau()
    assert sum(service.quota or 0 for service in mall.services) == 666
    assert sum(1 for service in mall.services if service.quota is None) == 24
    assert sum(service.minutes for service in mall.services) == 683


def test_sanggau_is_labelled_as_demonstration_data() -> None:
    mall = sanggau()
    assert mall.demonstration
    assert mall.label is not None
    assert "Bukan data resmi" in mall.label["id"]


def test_sanggau_first_screen_has_the_eight_frequent_services() -> None:
    assert sanggau().frequent == ("A1", "A3", "A4", "C1", "D1", "D2", "H1", "N1")


def test_sanggau_says_short_names_as_people_say_them() -> None:
    spoken = {agency.short: agency.spoken["id"] for agency in sanggau().agencies}
    said = {"DPMPTSP": "Perizinan", "DPCKTRP": "Cipta Karya", "PDAM": "pe de a em", "PLN": "pe el en"}
    assert said | {"BNN": "be en en", "BPN": "be pe en"} == {short: spoken[short] for short in (*said, "BNN", "BPN")}


def test_sanggau_second_floor_is_a_sound_field_of_its_own() -> None:
    assert [(zone.number, zone.floor, zone.sound_field) for zone in sanggau().zones] == [
        (1, 1, 1),
        (2, 1, 1),
        (3, 1, 1),
        (4, 2, 2),
    ]


def test_sanggau_file_names_no_amount_under_a_line_that_is_not_verified() -> None:
    for agency in sanggau_raw()["agencies"]:
        for service in agency["services"]:
            for line in [*service["tariffs"], *service.get("other_costs", [])]:
                assert line["verified"] or line["amount"] is None
