"""Backups of a site: whole, at one moment, refused where damaged, and gone on with without giving a number twice."""

import json
import tarfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from server import app
from server.backups import archive
from server.backups.archive import DATABASE, NotABackup
from server.backups.bringing_back import SiteIsThere, bring_back
from server.backups.keeper import Keeper, Wish
from server.backups.making import Backup, TakeDatabase, found_in, make, sqlite_taker
from server.operations import restoring
from server.ports import Hall
from server.store import proving
from server.store.engine import Database
from server.store.unit import SqlStore
from tests.halls import CountedIds, MovedClock, Site


@pytest.fixture
def busy(site: Site) -> Site:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    for _ in range(3):
        kiosk.done("/tickets", service="A2", language="id")
        kiosk.done("/tickets", service="D1", language="id")
    clerk.done("/counters/1/next", expects=None)
    return site


def keeper_for(site: Site, folder: Path, seq: list[int], take: TakeDatabase | None = None) -> Keeper:
    data = site.settings.data
    taker = take or sqlite_taker(data / DATABASE)
    return Keeper(
        Wish(data, folder, 15), lambda folder, now: make(data, folder, taker, now, "1"), site.clock.now, lambda: seq[0],
        lambda: True,
    )  # fmt: skip


def backup_of(site: Site) -> Backup:
    keeper = site.application.backups
    return keeper.make()


def brought_back(backup: Backup, folder: Path, moment: datetime) -> tuple[Database, Hall]:
    bring_back(backup.file, folder)
    database = Database(f"sqlite:///{folder / DATABASE}")
    ids = CountedIds()
    for _ in range(1000):
        ids.short()
    return database, Hall(SqlStore(database), MovedClock(moment), ids)


def rows_of(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as connection:
        names = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")).scalars().all()
        )
        return {name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in names}


def test_what_is_brought_back_is_what_was_there(busy: Site, tmp_path: Path) -> None:
    before = rows_of(busy.database)
    backup = backup_of(busy)
    busy.kiosk().done("/tickets", service="A2", language="id")
    database, _ = brought_back(backup, tmp_path / "new", busy.clock.now())
    assert rows_of(database) == before
    for secret in archive.SECRETS:
        assert (tmp_path / "new" / secret).read_bytes() == (busy.settings.data / secret).read_bytes()
        assert (tmp_path / "new" / secret).stat().st_mode & 0o077 == 0
    database.close()


def test_only_its_owner_may_read_a_backup(busy: Site) -> None:
    assert backup_of(busy).file.stat().st_mode & 0o077 == 0


def test_no_number_that_may_be_on_a_slip_is_given_again(busy: Site, tmp_path: Path) -> None:
    backup = backup_of(busy)
    lost = busy.kiosk().done("/tickets", service="A2", language="id")["ticket"]["number"]
    database, hall = brought_back(backup, tmp_path / "new", busy.clock.now())
    assert restoring.go_on(hall, backup.made, skip=20) == ["A", "D"]
    with hall.store.write() as unit:
        day = unit.journal.head().day
        assert day is not None
        assert unit.tickets.take_number("A", day)[0] == lost + 20
    database.close()


def test_the_restored_site_proves_whole_and_its_journal_says_what_was_lost(busy: Site, tmp_path: Path) -> None:
    backup = backup_of(busy)
    database, hall = brought_back(backup, tmp_path / "new", busy.clock.now())
    restoring.go_on(hall, backup.made, skip=20)
    with hall.store.read() as unit:
        told, *doubted = unit.journal.after(backup.seq, 100)
    assert (type(told.event).__name__, told.event.skipped, told.event.queues) == ("SiteRestored", 20, ["A", "D"])
    assert {type(one.event).__name__ for one in doubted} == {"SlipUncertain"}
    with database.reading() as connection:
        assert proving.faults(connection) == []
    database.close()


def test_a_slip_that_may_be_printed_already_is_not_printed_again_by_itself(busy: Site, tmp_path: Path) -> None:
    backup = backup_of(busy)
    database, hall = brought_back(backup, tmp_path / "new", busy.clock.now())
    restoring.go_on(hall, backup.made, skip=20)
    with hall.store.read() as unit:
        assert unit.jobs.next_for("printer:p1") is None
        assert len(unit.jobs.in_state("slip", ["uncertain"], restoring.BEFORE_ALL)) == 6
    database.close()


def test_a_site_that_is_there_is_never_written_over(busy: Site) -> None:
    backup, before = backup_of(busy), busy.rows()
    with pytest.raises(SiteIsThere):
        bring_back(backup.file, busy.settings.data)
    assert busy.rows() == before


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_backup_with_one_wrong_byte_is_refused_and_leaves_nothing(busy: Site, tmp_path: Path, at: float) -> None:
    file = backup_of(busy).file
    content = bytearray(file.read_bytes())
    content[int(len(content) * at)] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(NotABackup):
        bring_back(file, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_half_a_backup_is_refused(busy: Site, tmp_path: Path) -> None:
    file = backup_of(busy).file
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(NotABackup):
        bring_back(file, tmp_path / "new")
    assert not (tmp_path / "new" / DATABASE).exists()


def test_a_backup_whose_journal_was_changed_is_refused(busy: Site, tmp_path: Path) -> None:
    """The digests are right, as a forger's would be; the chain is not."""

    def forged(target: Path) -> None:
        sqlite_taker(busy.settings.data / DATABASE)(target)
        database = Database(f"sqlite:///{target}")
        with database.writing() as connection:
            connection.execute(
                text("UPDATE journal SET body = replace(body, 'A-001', 'A-009') WHERE name = 'TicketIssued'")
            )
        database.close()

    keeper = keeper_for(busy, busy.settings.backups, [1], forged)
    with pytest.raises(NotABackup, match="journal is not whole"):
        bring_back(keeper.make().file, tmp_path / "new")


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "keys/../../outside", "keys/.hidden", "sounds/x.wav"])
def test_a_backup_cannot_write_outside_its_folder(busy: Site, tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.antrean.tar.gz"
    manifest = archive.manifest_of(backup_of(busy).file)
    payload = tmp_path / "payload"
    payload.write_text("boo")
    manifest.files[name] = archive.digest_of(payload)  # type: ignore[index]
    with tarfile.open(evil, "w:gz") as tar:
        archive._add_bytes(tar, archive.MANIFEST, json.dumps(archive.asdict(manifest)).encode())
        tar.add(payload, name, filter=lambda member: member.replace(name=name, deep=False))
    with pytest.raises(NotABackup, match="does not belong"):
        bring_back(evil, tmp_path / "new")
    assert not (tmp_path / "outside").exists()


def test_a_backup_of_a_newer_version_says_so(busy: Site, tmp_path: Path) -> None:
    with busy.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotABackup, match="newer version"):
        bring_back(backup_of(busy).file, tmp_path / "new")
    with busy.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))


def test_a_damaged_database_is_no_backup(busy: Site) -> None:
    def damaged(target: Path) -> None:
        sqlite_taker(busy.settings.data / DATABASE)(target)
        content = bytearray(target.read_bytes())
        content[8192:16384] = b"\x00" * 8192
        target.write_bytes(content)

    keeper = busy.application.backups
    broken = keeper_for(busy, busy.settings.backups, [1], damaged)
    with pytest.raises(Keeper.Trouble):
        broken.make()
    assert found_in(keeper.wish.folder) == []
    assert list(keeper.wish.folder.glob(".*")) == []


def test_a_backup_is_due_after_its_minutes_and_only_where_something_happened(busy: Site) -> None:
    with busy.hall.store.read() as unit:
        seq = [unit.journal.head().seq]
    keeper = keeper_for(busy, busy.settings.data / "backups", seq)
    assert keeper.due()
    keeper.attempt()
    busy.later(16 * 60)
    assert not keeper.due()
    seq[0] += 1
    assert keeper.due()
    busy.clock.forward(seconds=-10 * 60)
    assert not keeper.due()


def test_a_server_that_starts_anew_knows_its_last_backup(busy: Site) -> None:
    made = backup_of(busy)
    keeper = keeper_for(busy, busy.settings.data / "backups", [made.seq])
    assert keeper.last == made


def test_where_the_wished_disk_is_gone_the_backup_stays_near_and_health_says_so(busy: Site, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("not a folder")
    keeper = keeper_for(busy, tmp_path / "stick", [99])
    keeper.attempt()
    assert [backup.file.parent for backup in keeper.all()] == [busy.settings.data / "backups"]
    assert keeper.health()["failing"]
    (tmp_path / "stick").unlink()
    busy.later(3600)
    keeper.attempt()
    assert keeper.all()[0].file.parent == tmp_path / "stick"
    assert not keeper.health()["failing"]


def test_an_admin_backs_up_over_the_door_and_others_may_not(busy: Site) -> None:
    admin, supervisor = busy.staff("kepala", "admin"), busy.staff("pengawas", "supervisor")
    answer = admin.post("/backups")
    assert answer.status_code == 201
    assert supervisor.get("/backups").json["backups"] == [answer.json["backup"]]
    assert [door.post("/backups").status_code for door in (supervisor, busy.public, busy.kiosk())] == [403, 401, 403]
    assert busy.signed_in("petugas1").get("/backups").status_code == 403


def test_a_backup_says_when_it_was_made_and_by_which_version(busy: Site) -> None:
    made = backup_of(busy)
    assert abs(made.made - busy.clock.now()) < timedelta(seconds=1)
    assert archive.manifest_of(made.file).version == app.product_version()
