"""The bench of waits reads any log, plays the same halls from a seed, and its predictors know nothing of the future."""

from dataclasses import replace
from pathlib import Path

from tests.bench.waiting import rmse, written_and_read
from tests.bench.waiting_halls import branch
from tests.bench.waiting_log import COLUMNS, Log, Visit, read
from tests.bench.waiting_replay import OURS, RIVALS, Replay

MIDDAY = 20780 * 86400.0 + 12 * 3600


def a_csv(folder: Path, *rows: str) -> Log:
    path = folder / "log.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return read(path)


def test_times_are_read_as_iso_and_as_seconds(tmp_path: Path) -> None:
    iso = a_csv(
        tmp_path,
        "A,x,2026-11-23T09:00:00+07:00,2026-11-23T09:05:00+07:00,2026-11-23T09:06:00+07:00,2026-11-23 09:20:00,s1",
    )
    plain = a_csv(tmp_path, "A,x,32400,32700,32760,33600,s1")
    for one in (iso.visits[0], plain.visits[0]):
        assert one.called is not None
        assert one.finished is not None
        assert (one.called - one.arrived, one.finished - one.arrived) == (300, 1200)
        assert one.arrived % 86400 == 9 * 3600


def test_rows_that_contradict_themselves_are_left_out(tmp_path: Path) -> None:
    log = a_csv(tmp_path, "A,x,100,50,60,70,s1", "A,x,,50,60,70,s1", ",,100,150,160,170,s1", "A,,100,150,160,170,s1")
    assert [(one.queue, one.called) for one in log.visits] == [("A", 150)]


def test_log_without_servers_gets_as_many_as_were_at_work_at_once(tmp_path: Path) -> None:
    log = a_csv(tmp_path, "A,x,0,10,10,100,", "A,x,5,20,20,50,", "A,x,6,60,60,90,", "B,x,6,61,61,90,")
    assert len({one.server for one in log.visits}) == 3


def test_who_left_without_a_call_was_never_served(tmp_path: Path) -> None:
    log = a_csv(tmp_path, "A,x,0,,,300,")
    assert (log.visits[0].called, log.visits[0].finished) == (None, 300)
    assert Replay(log).run().guesses == []


def test_hall_is_the_same_from_the_same_seed() -> None:
    def told(seed: int) -> list[float]:
        return [one.arrived for one in branch(seed, days=1).visits]

    assert told(5) == told(5) != told(6)


def until(visit: Visit, at: float) -> Visit:
    """What was known of a visit by then."""
    called, started, finished = (
        None if t is None or t > at else t for t in (visit.called, visit.started, visit.finished)
    )
    return replace(visit, called=called, started=started, finished=finished)


def test_nothing_that_comes_later_changes_what_was_foretold() -> None:
    whole = written_and_read(branch(7, days=1))
    half = Log([until(one, MIDDAY) for one in whole.visits if one.arrived <= MIDDAY], whole.kinds)
    early = [one for one in Replay(whole).run().guesses if one.visit.called is not None and one.visit.called <= MIDDAY]
    assert len(early) > 100
    assert [one.said for one in early] == [one.said for one in Replay(half).run().guesses]


def test_ours_errs_less_than_the_others_on_a_branch_it_has_never_seen() -> None:
    played = Replay(written_and_read(branch(8, days=2))).run()
    compared = [one for one in played.guesses if len(one.said) == len(RIVALS) + 1]
    assert len(compared) > 900
    assert rmse(compared, OURS) < min(rmse(compared, who) for who in RIVALS)
