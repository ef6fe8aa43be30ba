"""The virtual printer behaves as a real one does, on the wire and in the browser."""

import io
import json
import socket
import time
import urllib.error
import urllib.request

import pytest
from PIL import Image

from printers import status
from printers.drivers.network import NetworkDriver
from printers.profiles import WIDE
from printers.slip import slip_bytes
from printers.virtual.commands import RASTER, TEXT, CommandReader
from printers.virtual.web import PaperPages
from tests.printers.slips import a_slip


def connected(printer) -> socket.socket:
    line = socket.create_connection((printer.host, printer.port), 3)
    line.settimeout(3)
    return line


def raster(rows: int, row_bytes: int = 72) -> bytes:
    return b"\x1dv0\x00" + bytes([row_bytes, 0, rows % 256, rows // 256]) + b"\xff" * (rows * row_bytes)


def until(holds, seconds=5.0):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_commands_are_found_however_the_network_chops_the_bytes():
    data = b"\x1b@\x1ba\x01Halo\n" + raster(3) + b"\x10\x04\x01" + b"\x1d(k\x03\x001Q0" + b"\x1dV\x42\x00"
    for size in (1, 2, 7, 1000):
        reader = CommandReader()
        found = [c for start in range(0, len(data), size) for c in reader.feed(data[start : start + size])]
        codes = [c.code for c in found if c.code not in (TEXT, RASTER)]
        assert codes == [b"\x1b@", b"\x1ba", b"\n", b"\x1dv", b"\x10\x04", b"\x1d(", b"\x1dV"]
        assert b"".join(c.data for c in found if c.code == TEXT) == b"Halo"
        assert sum(len(c.data) for c in found if c.code == RASTER) == 3 * 72


def test_bytes_of_a_picture_that_look_like_a_question_stay_picture():
    reader = CommandReader()
    found = list(reader.feed(b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01\x10\x04\x02"))
    assert [c.code for c in found] == [b"\x1dv", RASTER, b"\x10\x04"]
    assert found[-1].data == b"\x02"


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("ready", "ready"),
        ("paper_low", "paper_low"),
        ("paper_out", "paper_out"),
        ("cover_open", "cover_open"),
        ("slow", "ready"),
        ("half_dead", "unknown"),
        ("off", "offline"),
    ],
)
def test_it_says_its_state_as_real_printers_do(a_printer, mode, state):
    printer = a_printer()
    printer.set_mode(mode)
    driver = NetworkDriver(printer.host, printer.port, timeout_seconds=0.5)
    assert status.look(driver.ask) == state
    driver.close()


def test_every_status_byte_carries_the_fixed_bits(a_printer):
    printer = a_printer()
    for mode in ("ready", "paper_low", "paper_out", "cover_open"):
        printer.set_mode(mode)
        assert all(status.is_status(printer.status(question)) for question in (1, 2, 3, 4))


def test_an_opened_cover_stops_the_paper_in_the_middle_and_closing_it_goes_on(a_printer):
    printer = a_printer(rows_per_second=1000)
    with connected(printer) as line:
        line.sendall(b"\x1b@" + raster(800) + b"\x1dV\x00")
        assert until(lambda: printer.unfinished() is not None)
        printer.set_mode("cover_open")
        time.sleep(0.1)
        stopped_at = printer.unfinished().image.height
        time.sleep(0.3)
        assert printer.unfinished().image.height == stopped_at < 800
        printer.set_mode("ready")
        assert printer.wait_for_papers(1)
    assert printer.papers[0].image.height == 800


def test_a_printer_with_an_open_cover_stops_reading_when_its_buffer_is_full(a_printer):
    printer = a_printer()
    printer.set_mode("cover_open")
    with connected(printer) as line:
        line.setblocking(False)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        data, sent = raster(20_000), 0
        end = time.monotonic() + 1
        while time.monotonic() < end and sent < len(data):
            try:
                sent += line.send(data[sent : sent + 4096])
            except BlockingIOError:
                time.sleep(0.02)
        assert sent < len(data)
        driver = NetworkDriver(printer.host, printer.port)
        assert status.look(driver.ask_aside) == "cover_open", "another line still hears how it is"


def test_paper_out_prints_nothing_and_raises_nothing(a_printer):
    printer = a_printer(mode="paper_out")
    with connected(printer) as line:
        line.sendall(b"\x1b@Halo\n\x1dV\x00")
        time.sleep(0.2)
        assert (printer.printed, printer.unfinished()) == (0, None)


def test_a_question_in_turn_is_answered_only_when_all_before_it_is_on_paper(a_printer):
    printer = a_printer(rows_per_second=1000)
    with connected(printer) as line:
        began = time.monotonic()
        line.sendall(raster(500) + b"\x1dV\x00" + status.CONFIRM_PLEASE)
        assert status.is_confirmation(line.recv(1)[0])
        assert time.monotonic() - began > 0.4
        assert printer.printed == 1


def test_a_printer_told_to_fall_silent_prints_half_and_answers_nothing_after(a_printer):
    printer = a_printer()
    printer.set_mode("silent")
    driver = NetworkDriver(printer.host, printer.port, timeout_seconds=0.4)
    assert status.look(driver.ask) == "ready"
    with connected(printer) as line:
        line.sendall(b"\x1b@" + raster(600))
        assert until(lambda: printer.unfinished() and printer.unfinished().image.height >= 420)
    assert status.look(driver.ask) == "unknown"
    assert printer.unfinished().image.height < 600
    driver.close()


def test_power_lost_loses_the_buffer_and_leaves_a_torn_paper(a_printer):
    printer = a_printer(rows_per_second=500)
    with connected(printer) as line:
        line.sendall(b"\x1b@" + raster(400))
        assert until(lambda: printer.unfinished() is not None)
        printer.set_mode("off")
        assert until(lambda: not line.recv(10)) is not None
    printer.set_mode("ready")
    assert 0 < printer.papers[0].image.height < 400
    with connected(printer) as line:
        line.sendall(b"Halo\n\x1dV\x00")
        assert printer.wait_for_papers(2)
    assert printer.papers[1].text == "Halo"


def test_only_the_last_fifty_papers_are_kept(a_printer):
    printer = a_printer()
    with connected(printer) as line:
        line.sendall(b"".join(b"%d\n\x1dV\x00" % n for n in range(60)))
        assert printer.wait_for_papers(60)
    assert [printer.papers[0].text, printer.papers[-1].text, len(printer.papers)] == ["10", "59", 50]


def test_text_and_the_printers_own_code_come_out_as_picture_and_as_words(a_printer):
    printer = a_printer()
    with connected(printer) as line:
        line.sendall(slip_bytes(a_slip("C1"), WIDE, "text"))
        assert printer.wait_for_papers(1)
    paper = printer.papers[0]
    assert "C-018" in paper.text
    assert paper.codes == (a_slip()["url"],)
    assert paper.image.convert("L").getextrema() == (0, 255)


@pytest.fixture
def pages(a_printer):
    pages = PaperPages((a_printer("p1"), a_printer("p2"))).start()
    yield pages
    pages.stop()


def asked(pages, path, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    kind = {} if body is None else {"Content-Type": "application/json"}
    request = urllib.request.Request(pages.url.rstrip("/") + path, data, {**kind, **headers})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(), refusal.headers


def test_the_browser_shows_each_paper_as_a_picture(pages):
    printer = pages.printers[0]
    with connected(printer) as line:
        line.sendall(slip_bytes(a_slip("C1"), WIDE))
        assert printer.wait_for_papers(1)
    _, listed, _ = asked(pages, "/printers/p1/papers")
    assert [paper["number"] for paper in json.loads(listed)["papers"]] == [1]
    _, png, headers = asked(pages, "/printers/p1/papers/1.png")
    assert headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(png)).width == 576
    _, page, headers = asked(pages, "/")
    assert b"/printers/p1/papers/1.png" in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_every_mode_can_be_set_by_http(pages):
    for mode in ("paper_out", "cover_open", "slow", "silent", "half_dead", "off", "paper_low", "ready"):
        code, answer, _ = asked(pages, "/printers/p2/mode", {"mode": mode})
        assert (code, json.loads(answer)["mode"], pages.printers[1].mode) == (200, mode, mode)


def test_what_does_not_exist_or_makes_no_sense_is_refused(pages):
    assert asked(pages, "/printers/p9/mode", {"mode": "ready"})[0] == 404
    assert asked(pages, "/printers/p1/mode", {"mode": "on fire"})[0] == 400
    assert asked(pages, "/printers/p1/mode", ["ready"])[0] == 400
    assert asked(pages, "/printers/p1/papers/7.png")[0] == 404
    assert asked(pages, "/nothing")[0] == 404


def test_another_sites_page_can_neither_read_nor_command(pages):
    assert asked(pages, "/printers", Host="evil.example")[0] == 403
    assert asked(pages, "/printers/p1/mode", {"mode": "off"}, Origin="http://evil.example")[0] == 403
    assert pages.printers[0].mode == "ready"


def test_the_page_speaks_both_languages(pages):
    assert "Kertas habis" in asked(pages, "/")[1].decode()
    assert "Out of paper" in asked(pages, "/?lang=en")[1].decode()
