"""Scores of promises, and the calibration that learns from them."""

import json
from datetime import date
from random import Random

import pytest

from server.domain.promises import Calibration, Promise, as_plain, calibrated, from_plain, score, scored_with, scores
from server.domain.walking import FREE, LINE, NEXT, Forecast

USUAL = Forecast(20.0, 8.0, LINE)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def a_promise(actual: float, p50: float = 10.0, p90: float = 20.0, **more: object) -> Promise:
    return Promise(**{"service": "A1", "queue": "A", "regime": LINE, "p50": p50, "p90": p90, "actual": actual, **more})  # type: ignore[arg-type]


def test_score_of_nothing_is_nothing() -> None:
    assert score([]) is None


def test_score_says_error_and_who_waited_longer_than_the_upper_end() -> None:
    found = score([a_promise(6), a_promise(13), a_promise(20), a_promise(21)])
    assert found is not None
    assert (found.n, found.error, found.mae, found.under_promised) == (4, 5.0, 7.0, 0.25)
    assert found.rmse == pytest.approx(((16 + 9 + 100 + 121) / 4) ** 0.5)
    assert found.coverage == 0.75


def test_score_that_grows_by_one_promise_after_the_other_is_the_score_of_all() -> None:
    told, grown = [a_promise(actual) for actual in (6, 13, 20, 21, 0, 55)], None
    for one in told:
        grown = scored_with(grown, one)
    whole = score(told)
    assert whole is not None
    assert grown is not None
    assert (grown.n, grown.coverage) == (6, pytest.approx(whole.coverage))
    assert (grown.error, grown.mae, grown.rmse) == pytest.approx((whole.error, whole.mae, whole.rmse))


def test_scores_are_kept_apart_by_day_and_service() -> None:
    found = scores([a_promise(5, day=MONDAY), a_promise(30, day=TUESDAY), a_promise(8, service="A2", day=TUESDAY)])
    assert {key: one.n for key, one in found.items()} == {(MONDAY, "A1"): 1, (TUESDAY, "A1"): 1, (TUESDAY, "A2"): 1}


def kept(wait: object, n: int, queues: str = "A", found: Forecast = USUAL) -> tuple[Calibration, list[Promise]]:
    calibration, promises = Calibration(), []
    for k in range(n):
        queue = queues[k % len(queues)]
        p50, p90 = calibration.ends(found, queue)
        one = a_promise(wait(k, queue), p50, p90, queue=queue, regime=found.regime)  # type: ignore[operator]
        promises.append(one)
        calibration = calibrated(calibration, one)
    return calibration, promises


def covered(promises: list[Promise]) -> float:
    found = score(promises)
    assert found is not None
    return found.coverage


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.7])
@pytest.mark.parametrize("regime", [FREE, NEXT, LINE])
def test_nine_of_ten_are_kept_however_wrong_the_forecast_is(factor: float, regime: str) -> None:
    chance = Random(11)
    _, promises = kept(
        lambda k, queue: 20 * factor * chance.lognormvariate(0, 0.5), 2000, found=Forecast(20.0, 8.0, regime)
    )
    assert 0.88 <= covered(promises[100:]) <= 0.92
    late = score(promises[1000:])
    assert late is not None
    below = sum(one.actual <= one.p50 for one in promises[1000:]) / 1000
    assert 0.4 <= below <= 0.6


def test_nine_of_ten_are_kept_where_waits_grow_slowly() -> None:
    chance = Random(12)
    _, promises = kept(lambda k, queue: 20 * (1 + k / 2000) * chance.lognormvariate(0, 0.4), 3000)
    assert 0.88 <= covered(promises) <= 0.92


def test_queue_that_is_slower_than_the_mall_gets_a_shift_of_its_own() -> None:
    chance = Random(13)
    calibration, promises = kept(
        lambda k, queue: (30 if queue == "A" else 14) * chance.lognormvariate(0, 0.4), 4000, "AB"
    )
    found = Forecast(20.0, 8.0, LINE)
    assert calibration.ends(found, "A")[1] > calibration.ends(found, "B")[1]
    for queue in "AB":
        assert 0.85 <= covered([one for one in promises[1000:] if one.queue == queue]) <= 0.95


def test_queue_never_seen_leans_on_the_mall() -> None:
    chance = Random(14)
    calibration, _ = kept(lambda k, queue: 40 * chance.lognormvariate(0, 0.4), 1500)
    assert (
        calibration.ends(Forecast(20.0, 8.0, LINE), "new")[1] > Calibration().ends(Forecast(20.0, 8.0, LINE), "new")[1]
    )


def test_hour_that_is_always_slow_is_foretold_slower() -> None:
    calibration = Calibration()
    for _ in range(900):
        calibration = calibrated(calibration, a_promise(20.0, 10.0, 40.0, hour=12))
    found = Forecast(20.0, 8.0, LINE)
    assert calibration.ends(found, "A", 12)[0] > calibration.ends(found, "A", 9)[0] * 1.3


def test_one_wild_wait_hardly_moves_what_many_have_taught() -> None:
    chance = Random(15)
    calibration, _ = kept(lambda k, queue: 20 * chance.lognormvariate(0, 0.4), 1000)
    found = Forecast(20.0, 8.0, LINE)
    before = calibration.ends(found, "A")
    after = calibrated(calibration, a_promise(100_000.0, *before)).ends(found, "A")
    assert after[0] == pytest.approx(before[0], rel=0.02)
    assert after[1] == pytest.approx(before[1], rel=0.05)


def test_calibration_survives_as_json() -> None:
    calibration, _ = kept(lambda k, queue: 15.0 + k % 30, 50)
    again = from_plain(json.loads(json.dumps(as_plain(calibration))))
    found = Forecast(20.0, 8.0, LINE)
    assert again.ends(found, "A") == pytest.approx(calibration.ends(found, "A"), abs=1e-3)


def test_hour_in_which_promises_broke_keeps_a_wider_range_over_a_quiet_afternoon() -> None:
    calibration = Calibration()
    for _ in range(12):
        calibration = calibrated(calibration, a_promise(25, hour=12))
    for _ in range(100):
        calibration = calibrated(calibration, a_promise(5, hour=15))
    noon, afternoon = (calibration.z("high", LINE, "A", hour) for hour in (12, 15))
    assert noon > afternoon + 1
    assert calibration.z("low", LINE, "A", 12) == calibration.z("low", LINE, "A", 15)


def test_hours_do_not_matter_where_a_counter_is_free() -> None:
    calibration = Calibration()
    for _ in range(60):
        calibration = calibrated(calibration, a_promise(25, regime=FREE, hour=12))
    assert calibration.z("high", FREE, "A", 12) == calibration.z("high", FREE, "A", 15)
