"""The command line: migrate, load, dump, accounts, pairing, verify, doctor; each says one clear line."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from server.__main__ import main
from server.one_writer import only_writer
from tests.unit.small_mall import SANGGAU, raw_mall

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*arguments: str, **more: Any) -> Result:
        return CliRunner().invoke(main, [*arguments, "--data", str(tmp_path / "data")], **more)

    return run


@pytest.fixture
def mall(tmp_path: Path) -> Path:
    file = tmp_path / "mall.yaml"
    file.write_text(yaml.safe_dump(raw_mall(), allow_unicode=True), encoding="utf-8")
    return file


def test_a_loaded_mall_is_dumped_as_a_file_that_loads_again(run: Run, tmp_path: Path) -> None:
    loaded = run("load", str(SANGGAU))
    assert loaded.exit_code == 0, loaded.output
    assert "23 agencies, 51 services, 31 counters, 4 zones" in loaded.output
    dumped = run("dump").output
    (tmp_path / "again.yaml").write_text(dumped, encoding="utf-8")
    assert run("load", str(tmp_path / "again.yaml")).exit_code == 0
    assert run("dump").output == dumped


def test_a_file_that_contradicts_itself_changes_nothing_and_says_why(run: Run, mall: Path, tmp_path: Path) -> None:
    run("load", str(mall))
    before = run("dump").output
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(yaml.safe_dump(raw_mall(frequent=["Z9"])), encoding="utf-8")
    told = run("load", str(wrong))
    assert told.exit_code == 1
    assert "Z9" in told.output
    assert "Traceback" not in told.output
    assert run("dump").output == before


@pytest.mark.parametrize("text", ["", "[]", "a: [", "\x00\x01", "- 1\n- 2", "site: 7"])
def test_a_file_that_is_no_mall_is_refused_in_plain_words(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "no.yaml"
    file.write_text(text, encoding="utf-8")
    told = run("load", str(file))
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert told.output.startswith("Error: ")


def test_before_a_mall_is_loaded_dumping_and_serving_say_so(run: Run) -> None:
    assert "No mall is loaded yet" in run("dump").output
    assert run("run", env={"ANTREAN_ASYNC_MODE": "threading", "ANTREAN_PORT": "0"}).exit_code != 0


def test_an_account_has_a_password_that_is_long_enough_and_is_kept_hashed(run: Run, mall: Path, tmp_path: Path) -> None:
    run("load", str(mall))
    assert "at least 8" in run("create-admin", "ibu", "--password", "short").output
    assert "ibu may sign in as admin" in run("create-admin", "ibu", "--password", "rahasia-sekali").output
    wrong = run("create-admin", "x", "--password", "rahasia-sekali", "--role", "king")
    assert (wrong.exit_code, type(wrong.exception)) == (1, SystemExit)
    assert b"rahasia-sekali" not in (tmp_path / "data" / "antrean.db").read_bytes()


def test_a_new_password_leaves_the_role_and_says_so(run: Run, mall: Path) -> None:
    run("load", str(mall))
    run("create-admin", "budi", "--role", "supervisor", "--password", "rahasia-sekali")
    assert run("create-admin", "budi", "--password", "lebih-rahasia").output == "budi may sign in as supervisor\n"


def test_a_pairing_code_is_shown_for_a_place_that_exists(run: Run, mall: Path) -> None:
    run("load", str(mall))
    assert run("pair", "display", "Layar 1", "--zone", "1").exit_code == 0
    assert run("pair", "display", "Layar 9", "--zone", "9").exit_code == 1


def test_a_sound_journal_is_verified_and_a_forged_one_is_found(run: Run, mall: Path, tmp_path: Path) -> None:
    import sqlite3

    run("load", str(mall))
    assert run("verify").output == "whole\n"
    forger = sqlite3.connect(tmp_path / "data" / "antrean.db")
    forger.execute('UPDATE journal SET body = replace(body, \'"by":null\', \'"by":"x"\')')
    forger.commit()
    forger.close()
    told = run("verify")
    assert told.exit_code == 1
    assert "1" in told.output


def test_a_journal_that_lost_a_row_is_told_as_a_fault_not_as_a_crash(run: Run, mall: Path, tmp_path: Path) -> None:
    import sqlite3

    run("load", str(mall))
    forger = sqlite3.connect(tmp_path / "data" / "antrean.db")
    body = '{"agency":"A","counter":1,"label":"A-001","queue":"A","ticket":"never issued","zone":1}'
    forger.execute(
        "INSERT INTO journal VALUES (7, '2026-11-23T02:00:00.000000Z', 'TicketStarted', ?, '{}', 'x')", [body]
    )
    forger.commit()
    forger.close()
    told = run("verify")
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert "gap: 2 is missing before 7" in told.output


def test_there_is_nothing_to_verify_in_an_empty_folder(run: Run) -> None:
    told = run("verify")
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert "no tables yet" in told.output


def test_a_demonstration_does_not_move_the_printers_of_one_that_runs(run: Run, tmp_path: Path) -> None:
    assert run("prepare-demo", "--port", "8080").exit_code == 0
    before = run("dump").output
    with only_writer(tmp_path / "data", "http://127.0.0.1:8080"):
        told = run("prepare-demo", "--port", "9000")
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert run("dump").output == before


def test_the_doctor_looks_at_everything_and_names_what_is_missing(run: Run, mall: Path) -> None:
    run("load", str(mall))
    told = run("doctor").output
    for what in ("python", "data folder", "database", "port", "browser assets", "speech engine", "clock", "disk"):
        assert what in told
    assert "Traceback" not in told


def test_a_folder_that_somebody_holds_is_left_alone(run: Run, mall: Path, tmp_path: Path) -> None:
    run("load", str(mall))
    with only_writer(tmp_path / "data", "http://127.0.0.1:9"):
        for arguments in (
            ("migrate",),
            ("load", str(mall)),
            ("dump",),
            ("create-admin", "x", "--password", "12345678"),
        ):
            told = run(*arguments)
            assert (told.exit_code, type(told.exception)) == (1, SystemExit), told.output


def test_a_setting_that_cannot_be_read_is_one_clear_line(run: Run) -> None:
    told = run("migrate", env={"ANTREAN_PORT": "eighty"})
    assert told.exit_code == 1
    assert told.output.startswith("Error: ANTREAN_PORT='eighty'")


def test_a_block_of_paper_numbers_is_a_page_that_needs_no_server(run: Run, mall: Path, tmp_path: Path) -> None:
    run("load", str(mall))
    page = tmp_path / "block.html"
    told = run("paper-block", "a", "--from", "7", "--count", "3", "--out", str(page))
    assert told.exit_code == 0, told.output
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"[A-Z]-P[0-9]+", text) == ["A-P07", "A-P08", "A-P09"]
    assert "<script" not in text
    assert "http" not in text
    assert "P07 to P09" in told.output


def test_without_naming_a_queue_every_queue_has_its_sheet(run: Run, mall: Path) -> None:
    run("load", str(mall))
    text = run("paper-block", "--count", "1", "--out", "-").output
    assert text.count("<section>") == len(set(re.findall(r"([A-Z]+)-P01", text))) > 1


def test_on_a_machine_without_a_site_the_malls_file_is_enough(run: Run, mall: Path) -> None:
    assert "No mall is loaded yet. Name its file with --mall." in run("paper-block", "--out", "-").output
    assert "A-P01" in run("paper-block", "A", "--mall", str(mall), "--out", "-").output


def test_an_unknown_queue_is_told_with_those_there_are(run: Run, mall: Path) -> None:
    run("load", str(mall))
    told = run("paper-block", "Q")
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert "There is no queue Q. Queues: A " in told.output


def test_numbers_for_a_ticket_printer_need_the_running_server(run: Run, mall: Path) -> None:
    run("load", str(mall))
    told = run("paper-block", "A", "--printer", "p1")
    assert told.exit_code == 1
    assert "No server runs on" in told.output


def test_what_the_mall_calls_itself_cannot_write_into_the_page(run: Run, tmp_path: Path) -> None:
    wrong = raw_mall()
    wrong["site"]["short"] = "<b>MPP</b>"
    file = tmp_path / "mall.yaml"
    file.write_text(yaml.safe_dump(wrong), encoding="utf-8")
    assert "<b>" not in run("paper-block", "A", "--mall", str(file), "--out", "-").output
