"""What stands on a slip, and the very bytes that a printer gets."""

import pytest
from structlog.testing import capture_logs

from printers import press
from printers.plain import in_ascii
from printers.profiles import NARROW, WIDE, paper_of
from printers.slip import slip_blocks, slip_bytes
from tests.printers import golden
from tests.printers.slips import SERVICES, a_slip, tariff, text

RESET, CUT = b"\x1b@", b"\x1dV\x01"


def texts(content, paper=WIDE) -> str:
    """Every text on the slip, a line a block."""
    return "\n".join(" | ".join(values_of(block)) for block in slip_blocks(content, paper))


def values_of(block) -> list[str]:
    found = [getattr(block, name) for name in type(block).__slots__]
    return [part for value in found for part in ([value] if isinstance(value, str) else map(str, value)) if part]


def test_a_slip_says_everything_a_visitor_needs():
    said = texts(a_slip("C1"))
    for part in (
        "Mal Pelayanan Publik Kabupaten Sanggau", "Imigrasi", "Paspor baru", "C-018", "Zona 2 | lantai 1",
        "Di depan Anda | 5 orang", "Perkiraan dipanggil | 10.23–10.43", "Yang perlu dibawa", "KTP-el asli",
        "Tarif resmi | PP 45/2024", "Paspor elektronik, 5 tahun | Rp650.000", "kas negara", "7K2MQ", "4F7A-19C2",
        "Lapor ke loket atau meja informasi. Anda dipanggil lagi setelah 3 nomor. | Terlewat?", "lapor.go.id",
        "Senin, 23-11-2026 09.43 · Kios 1", "Bukan data resmi", "http://antrean.sanggau.example:8080/t/",
    ):  # fmt: skip
        assert part in said, part


def test_an_english_slip_is_english_throughout():
    said = texts(a_slip("C1", language="en"))
    for part in ("Zone 2 | floor 1", "5 people", "10:23–10:43", "What to bring", "FREE", "Monday, 23-11-2026 09:43"):
        assert part in said, part
    for part in ("orang", "Zona", "Tarif", "kode", "Senin"):
        assert part not in said, part


def a_visit(**fields):
    stops = [
        {"service": text("Paspor baru", "New passport"), "agency": "Imigrasi", "zone": 2, "floor": 1, "counters": [7, 8, 9]},
        {"service": text("Informasi tata ruang", "Spatial planning information"), "agency": "DPCKTRP", "zone": 4,
         "floor": 2, "counters": [31]},
    ]  # fmt: skip
    return a_slip("A1", **{"then": stops, "priority": "requested", "scanner": True, **fields})


def test_a_visit_lists_its_next_stops_in_order_with_floor_and_counters():
    said = texts(a_visit())
    for part in (
        "Setelah ini, dengan nomor yang sama", "2. Imigrasi · Paspor baru | Zona 2, lantai 1, loket 7–9",
        "3. DPCKTRP · Informasi tata ruang | Zona 4, lantai 2, loket 31",
        "Tunjukkan karcis ini kepada petugas. | Prioritas diminta.", "atau pindai kode karcis ini di kios",
    ):  # fmt: skip
        assert part in said, part
    assert said.index("2. Imigrasi") < said.index("3. DPCKTRP")


def test_a_slip_without_next_stops_priority_or_scanner_says_nothing_of_them():
    said = texts(a_slip("A1"))
    for word in ("Setelah ini", "Prioritas", "pindai kode karcis"):
        assert word not in said


def test_a_declined_priority_stands_on_no_reprint():
    assert "Prioritas" not in texts(a_visit(priority="declined"))


def test_the_short_form_leaves_documents_and_tariffs_to_the_phone():
    said = texts(a_slip("C1", form="short"))
    assert "MPP Sanggau" in said
    assert "KTP-el" not in said
    assert "Rp" not in said
    assert "Syarat, tarif, giliran" in said


@pytest.mark.parametrize("service", ["N1", "W2"])
def test_an_unverified_tariff_is_neither_a_price_nor_free(service):
    said = texts(a_slip(service))
    assert "Tanya loket." in said
    assert "GRATIS" not in said
    assert "Rp" not in said


def test_among_verified_tariffs_an_unverified_one_sends_to_the_counter():
    said = texts(a_slip("E1"))
    assert "PKB dan opsen (menurut STNK) | tanya loket" in said
    assert "SWDKLLJ sepeda motor | Rp35.000 | PMK 16/PMK.010/2017" in said
    assert "UU 1/2022" not in said, "the basis of what nobody checked"


def test_a_basis_shared_by_every_line_is_said_once():
    said = texts(a_slip("C1"))
    assert said.count("PP 45/2024") == 1
    assert "Calon pekerja migran pertama kali (nonelektronik), Pasal 5 ayat (1) | GRATIS" in said


def test_different_bases_stand_below_their_own_lines():
    tariffs = [tariff(text("Satu", "One"), 10000, "PP 1/2020"), tariff(text("Dua", "Two"), 20000, "PP 12/2020")]
    said = texts(a_slip("C1", tariffs=tariffs))
    assert "Satu | Rp10.000 | PP 1/2020" in said
    assert "Dua | Rp20.000 | PP 12/2020" in said


def test_free_is_loud_only_where_it_was_verified():
    assert "GRATIS" in texts(a_slip("A1"))
    assert "GRATIS" not in texts(a_slip("A1", tariffs=[tariff(text("Gratis?", "Free?"), 0, "x", verified=False)]))


def test_a_verified_tariff_without_an_amount_is_as_calculated():
    assert "menurut perhitungan" in texts(a_slip("C1", tariffs=[tariff(text("Ukur", "Survey"), None, "PP 128/2015")]))


def test_costs_of_others_stand_apart_and_unverified_ones_show_no_amount():
    said = texts(a_slip("D2"))
    official, others = said.split("Biaya pihak lain, di luar tarif resmi")
    assert "Tes kesehatan" not in official
    assert "Tes kesehatan" in others
    assert "Rp" not in others
    assert "185.000" not in said, "no sum of fees"


def test_a_wait_past_ninety_minutes_is_said_in_half_hours():
    assert "Perkiraan tunggu | 1½–2 jam" in texts(a_slip("D2"))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (40, 60, "10.23–10.43"),
        (30, 90, "10.13–11.13"),
        (80, 95, "1–2 jam"),
        (120, 121, "2–2½ jam"),
        (0, 4, "segera"),
        (10, 10, "09.53–09.54"),
    ],
)
def test_a_wait_is_always_a_range(low, high, expected):
    assert expected in texts(a_slip("C1", wait={"low_minutes": low, "high_minutes": high}))


def test_an_unknown_wait_says_so():
    assert "Perkiraan belum tersedia" in texts(a_slip("C1", wait=None))


def test_the_time_is_the_sites_own():
    said = texts(a_slip("C1", issued_at="2026-11-23T18:30:00Z", timezone="Asia/Jayapura"))
    assert "Selasa, 24-11-2026 03.30" in said


def test_a_reprint_says_so():
    assert "Cetak ulang" in texts(a_slip("C1", reprint=True))
    assert "Cetak ulang" not in texts(a_slip("C1"))


def test_official_data_carry_no_remark():
    assert "Bukan data resmi" not in texts(a_slip("C1", demonstration=False))


def test_a_long_list_of_tariffs_is_cut_and_says_how_many_are_left():
    many = [tariff(text(f"Baris {n}", f"Line {n}"), 1000 * n, "PP 1/2020") for n in range(1, 12)]
    said = texts(a_slip("C1", tariffs=many))
    assert "Baris 8" in said
    assert "Baris 9" not in said
    assert "3 tarif lain" in said


def test_a_slip_printed_by_staff_needs_no_kiosk():
    assert "Kios" not in texts(a_slip("C1", kiosk=None))


@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=lambda p: f"{p.width_mm}mm")
def test_a_picture_is_reset_strips_of_raster_feed_and_cut(paper):
    data = slip_bytes(a_slip("C1"), paper)
    header = b"\x1dv0\x00" + bytes([paper.dots // 8, 0, 0, 1])  # 256 rows
    assert data.startswith(RESET + header)
    assert data.endswith(b"\x1bd\x06" + CUT)
    assert data.count(CUT) == 1


@pytest.mark.parametrize("name", golden.TEXTS)
def test_text_slips_are_byte_for_byte_what_was_approved(name):
    assert golden.bytes_of(name) == (golden.FOLDER / f"{name}.bin").read_bytes()


def test_plain_text_is_ascii_on_every_printer():
    for service in SERVICES:
        data = slip_bytes(a_slip(service), NARROW, "text")
        assert b"\x1bt\x00" in data
        assert max(data) < 0x80, service


def test_signs_no_code_page_shares_are_spelled_out():
    assert in_ascii("1½–2 jam · “Café”…") == '1 1/2-2 jam - "Cafe"...'


def test_control_codes_in_a_text_never_reach_the_printer():
    data = slip_bytes(a_slip("C1", label="C\x1b@-\x1dV\x000"), WIDE, "text")
    assert data.count(RESET) == 1
    assert data.count(b"\x1dV") == 1


def test_text_mode_lets_the_printer_draw_the_code():
    url = a_slip()["url"].encode()
    stored = bytes([len(url) + 3, 0]) + b"1P0" + url
    assert b"\x1d(k" + stored + b"\x1d(k\x03\x001Q0" in slip_bytes(a_slip("C1"), WIDE, "text")


@pytest.mark.parametrize(("label", "paper", "times"), [("C-018", WIDE, 8), ("DS-019", WIDE, 8), ("DS-019", NARROW, 5)])
def test_text_mode_prints_the_number_in_the_largest_type_that_fits(label, paper, times):
    size = bytes([(times - 1) << 4 | times - 1])
    assert b"\x1d!" + size in slip_bytes(a_slip("C1", label=label), paper, "text")
    assert len(label) * 12 * times <= paper.dots


def test_without_the_typeface_slips_are_plain_text_and_the_log_says_so_once(monkeypatch):
    monkeypatch.setattr(press, "faces_missing", lambda: "atkinson.woff2")
    monkeypatch.setattr(press, "_said", set())
    with capture_logs() as lines:
        data = [slip_bytes(a_slip("C1"), WIDE) for _ in range(3)]
    assert b"\x1dv0" not in data[0]
    assert b"C-018" in data[0]
    assert [line["event"] for line in lines] == ["slips printed as plain text: typeface not installed"]


def test_a_paper_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no paper of 112 mm"):
        paper_of(112)
