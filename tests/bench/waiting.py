"""Four ways to foretell a wait, on a seeded mall, on a log of quite another kind, and on any CSV (`--csv FILE`)."""

import tempfile
import time
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from statistics import median

from server.domain.lessons import Missed, Served, learned_from
from server.domain.promises import Score, score
from server.domain.waiting import estimate
from server.domain.walking import FREE, Seat
from tests.bench.table import Row
from tests.bench.waiting_floor import moment
from tests.bench.waiting_halls import branch, mall
from tests.bench.waiting_log import Kind, Log, read, write
from tests.bench.waiting_replay import OURS, RIVALS, Guess, Replay

SEED = 2026
QUEUE, TIMES = 200, 300
COVERED = (0.88, 0.92)
EARLY = 900


def rows_of(name: str, log: Log) -> list[Row]:
    """What each predictor did with one log: those visits for which all four had something to say."""
    played = Replay(log).run()
    compared = [guess for guess in played.guesses if len(guess.said) == len(RIVALS) + 1]
    promised = score(played.promises)
    if promised is None or not compared:
        return [Row(f"{name}: nobody could be compared", 0, "", f"{len(log.visits)} visits")]
    squares = {who: rmse(compared, who) for who in (*RIVALS, OURS)}
    best = min(squares[who] for who in RIVALS)
    rows = [Row(f"{name}: {who}, RMSE", squares[who], "min", _errors(compared, who)) for who in RIVALS]
    ours = f"lowest of the four ({_errors(compared, OURS)}; {len(compared)} visits)"
    rows.append(Row(f"{name}: ours, RMSE", squares[OURS], "min", ours, squares[OURS] < best))
    rows += _kept(f"{name}: called by the P90", promised, promised.n >= EARLY)
    early = score(played.promises[:EARLY])
    rows += _kept(f"{name}:   of the first {EARLY}, from nothing", early, early.n == EARLY) if early else []
    waits = score(one for one in played.promises if one.regime != FREE)
    return rows + (_kept(f"{name}:   of those who found no counter free", waits, False) if waits else [])


def _kept(what: str, found: Score, judged: bool) -> list[Row]:
    low, high = COVERED
    detail = f"88–92 ({found.under_promised * 100:.1f} % under-promised; mean error {found.error:+.1f} min; {found.n} promises)"
    return [Row(what, found.coverage * 100, "%", detail, low <= found.coverage <= high if judged else None)]


def rmse(guesses: Sequence[Guess], who: str) -> float:
    return sqrt(sum((one.actual - one.said[who]) ** 2 for one in guesses) / len(guesses))


def _errors(guesses: Sequence[Guess], who: str) -> str:
    mae = sum(abs(one.actual - one.said[who]) for one in guesses) / len(guesses)
    under = sum(one.actual > one.said[who] for one in guesses) / len(guesses)
    return f"MAE {mae:.1f} min, {under * 100:.0f} % waited longer than it said"


def speed(shared: bool) -> float:
    """Milliseconds for one estimate behind 200 people before four counters, each of them busy."""
    queues = ("A", "B") if shared else ("A",)
    kinds = [Kind(f"{queue}{n}", queue, 5.0 + n) for queue in queues for n in range(8 // len(queues))]
    visits = [Served(one.code, one.queue, n % 4, one.minutes + n % 7) for n in range(40) for one in kinds]
    learned = learned_from([*visits, *(Missed("A", waited=20.0) for _ in range(20))], {one.code: one for one in kinds})
    line = [kinds[n % len(kinds)] for n in range(QUEUE)]
    seats = [Seat(n, queues[: 1 + n % len(queues)], 3.0 + n, kinds[n]) for n in range(4)]
    took = []
    for _ in range(TIMES):
        before = time.perf_counter()
        assert estimate(learned, kinds[0], line, seats, moment(0.0)) is not None
        took.append((time.perf_counter() - before) * 1000)
    return median(took)


def written_and_read(log: Log) -> Log:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        write(path, log.visits)
        return read(path)


def run(csv: str | None = None) -> list[Row]:
    alone, shared = speed(shared=False), speed(shared=True)
    rows = [
        Row("one estimate behind 200 people, counters of one queue", alone, "ms", "< 1", alone < 1),
        Row("  counters that share two queues", shared, "ms", "< 1", shared < 1),
    ]
    if csv is not None:
        return rows + rows_of(Path(csv).name, read(Path(csv)))
    rows += rows_of("mall, 10 days", mall(SEED))
    return rows + rows_of("branch as CSV, 15 days", written_and_read(branch(SEED)))
