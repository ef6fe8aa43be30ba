"""What the product depends on, as far as it can be proven without a network; `make audit` asks the network too."""

from importlib.metadata import distribution

import httpx
import pytest
from packaging.requirements import Requirement

from tests import audit


@pytest.mark.parametrize("name", audit.CHECKS)
def test_dependencies_are_sound(name: str) -> None:
    assert audit.CHECKS[name]() == []


def test_the_audit_sees_all_that_is_shipped() -> None:
    """Also what the libraries themselves need, else their holes would go unseen."""
    names = set(audit.shipped())
    assert {"flask", "eventlet", "werkzeug", "jinja2", "python-socketio", "python-engineio", "h11", "idna"} <= names
    assert {"pytest", "ruff", "hypothesis"} & names == set()
    assert len(audit.everything()) > 45


def test_an_old_version_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(audit.CLOSED, "flask", ("99.0", "CVE-X", "a planted hole"))
    assert len(audit.holes()) == 1
    assert len(audit.allowed_holes()) == 1


def test_a_licence_that_may_not_be_shipped_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ALLOWED", ("mit",))
    assert len(audit.strange_licences()) > 3
    assert audit.licence_of(distribution("flask")) != ""


def test_what_is_missing_or_too_old_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    wishes = [Requirement("no-such-library>=1"), Requirement("flask>=99")]
    monkeypatch.setattr(audit, "asked_for", lambda extras=(): iter(wishes))
    assert len(audit.missing()) == 2


class Answer:
    """osv.dev, saying of the first library that it has a hole."""

    def __init__(self, results: list[dict[str, object]]) -> None:
        self._results = results

    def raise_for_status(self) -> None:
        return None

    def json(self) -> dict[str, object]:
        return {"results": self._results}


def test_what_the_network_knows_is_told_and_silence_is_no_good_news(monkeypatch: pytest.MonkeyPatch) -> None:
    results: list[dict[str, object]] = [{"vulns": [{"id": "GHSA-x"}]}] + [{}] * (len(audit.everything()) - 1)
    monkeypatch.setattr(httpx, "post", lambda *_, **__: Answer(results))
    told = audit.looked_up()
    assert told is not None
    assert told[0].endswith("GHSA-x")
    monkeypatch.setattr(httpx, "post", lambda *_, **__: Answer(results[:3]))
    assert audit.looked_up() is None

    def refused(*_: object, **__: object) -> None:
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(httpx, "post", refused)
    assert audit.looked_up() is None
