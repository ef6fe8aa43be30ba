"""Spoken prompts through the door: brought by the agent, listed, kept through tidying and power cuts."""

import json
from pathlib import Path

import pytest

from server.api.prompt_shelf import PromptShelf
from server.operations.tidying import tidy
from tests.api.test_jobs import a_sound
from tests.halls import Door, Site

FIRST, SECOND = "a" * 32, "b" * 32


def brought(agent: Door, key: str = "idle", language: str = "id", text: str = FIRST, sound: bytes = b"") -> dict:  # type: ignore[type-arg]
    answer = agent.put(f"/prompts/{language}/{key}?text={text}", sound or a_sound(), content_type="audio/wav")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def listed(door: Door) -> list[dict]:  # type: ignore[type-arg]
    return list(door.get("/prompts").json["prompts"])


def heard(door: Door, told: dict) -> bytes | None:  # type: ignore[type-arg]
    with door.get(told["url"].removeprefix("/api/v1")) as answer:
        return answer.data if answer.status_code == 200 else None


def test_a_prompt_the_agent_brings_is_heard_by_the_kiosk(site: Site) -> None:
    sound = a_sound(1.5)
    told = brought(site.agent(), "letter.a", sound=sound)
    kiosk = site.kiosk()
    assert listed(kiosk) == [
        {"key": "letter.a", "language": "id", "text_digest": FIRST, "seconds": 1.5, "url": told["url"]}
    ]
    assert heard(kiosk, told) == sound


def test_a_changed_text_replaces_the_prompt_and_its_old_sound_goes(site: Site) -> None:
    agent = site.agent()
    old = brought(agent, sound=a_sound(1.0, 3))
    new = brought(agent, text=SECOND, sound=a_sound(1.0, 5))
    assert [(one["text_digest"], one["url"]) for one in listed(agent)] == [(SECOND, new["url"])]
    assert heard(agent, old) is None


def test_two_prompts_of_one_sound_keep_it_until_the_last_goes(site: Site) -> None:
    agent = site.agent()
    one, _ = brought(agent, "one"), brought(agent, "two")
    brought(agent, "one", text=SECOND, sound=a_sound(2.0))
    assert heard(agent, one) is not None
    assert {entry["key"] for entry in listed(agent)} == {"one", "two"}


def test_prompts_survive_the_tidying_and_a_new_process(site: Site) -> None:
    agent = site.agent()
    told = brought(agent)
    site.later(10 * 86_400)
    tidy(site.hall, site.application.house.sounds)
    assert listed(agent) == [told]
    assert [e["key"] for e in PromptShelf(site.application.house.sounds / "prompts").listed()] == ["idle"]


def test_an_unchanged_list_is_not_sent_again(site: Site) -> None:
    agent = site.agent()
    brought(agent)
    first = agent.get("/prompts")
    again = agent.get("/prompts", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    brought(agent, "take")
    assert agent.get("/prompts", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_sound_that_was_lost_is_not_promised_and_can_be_brought_again(site: Site) -> None:
    agent = site.agent()
    told = brought(agent)
    site.application.house.prompts.path(told["url"].rpartition("/")[2]).unlink()
    assert listed(agent) == []
    assert brought(agent) == told
    assert listed(agent) == [told]


def test_a_broken_index_is_an_empty_one(site: Site) -> None:
    agent = site.agent()
    brought(agent)
    index = site.application.house.sounds / "prompts" / "index.json"
    for broken in ("{", "[]", '{"id/idle": 1}', '{"id/idle": {"key": "idle"}}'):
        index.write_text(broken)
        assert listed(agent) == []
    brought(agent)
    assert len(listed(agent)) == 1


@pytest.mark.parametrize(
    "sound", [b"", b"RIFF", b"RIFF" + b"x" * 4 + b"WAVE" + b"y" * 2000, a_sound(0.5)[:-4000], a_sound(31)], ids=len
)
def test_what_is_no_sound_is_refused_and_changes_nothing(site: Site, sound: bytes) -> None:
    agent = site.agent()
    told = brought(agent)
    answer = agent.put(f"/prompts/id/idle?text={SECOND}", sound, content_type="audio/wav")
    assert (answer.status_code, answer.json["error"]) == (422, "sound_not_sound")
    assert listed(agent) == [told]


@pytest.mark.parametrize(
    "path", ["/prompts/id/..?text=", "/prompts/ID/idle?text=", "/prompts/id/idle?text=z", "/prompts/id/a%00b?text=",
             f"/prompts/id/{'x' * 49}?text="]
)  # fmt: skip
def test_an_odd_name_is_refused(site: Site, path: str) -> None:
    answer = site.agent().put(f"{path}{FIRST}", a_sound(), content_type="audio/wav")
    assert answer.status_code in (404, 422)


def test_only_an_agent_brings_prompts_and_nobody_unknown_hears_them(site: Site) -> None:
    for door, status in ((site.kiosk(), 403), (site.staff("kepala", "admin"), 403), (site.public, 401)):
        answer = door.put(f"/prompts/id/idle?text={FIRST}", a_sound(), content_type="audio/wav")
        assert answer.status_code == status
    assert site.public.get("/prompts").status_code == 401
    assert site.device("display").get("/prompts").status_code == 200


def test_a_prompt_too_large_is_refused(site: Site) -> None:
    answer = site.agent().put(f"/prompts/id/idle?text={FIRST}", b"x" * (2 * 1024 * 1024 + 1), content_type="audio/wav")
    assert (answer.status_code, answer.json["error"]) == (413, "too_large")


def test_a_disk_that_cannot_write_is_told(site: Site, tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("a file where a folder should be")
    site.application.house.prompts = PromptShelf(wall)
    answer = site.agent().put(f"/prompts/id/idle?text={FIRST}", a_sound(), content_type="audio/wav")
    assert (answer.status_code, answer.json["error"]) == (503, "disk_trouble")


def a_line(**more: object) -> dict:  # type: ignore[type-arg]
    return {
        "language": "id", "clip": "digit.4", "group": "signs", "text": "empat", "file": "id/digit.4.wav",
        "state": "present", "seconds": 0.4, "in_vain": False, **more,
    }  # fmt: skip


def told_pack(agent: Door, **more: object) -> object:
    body = {"pack": {"name": "Suara Rina", "made_by": "Rina"}, "engine": "ready", "clips": [a_line()], **more}
    return agent.put("/voice/pack", json.dumps(body).encode(), content_type="application/json")


def test_what_the_recorded_voice_lacks_is_told_to_those_who_run_the_hall(site: Site) -> None:
    agent, admin = site.agent(), site.staff("kepala", "admin")
    assert admin.get("/voice/pack").json == {"at": None, "pack": None, "engine": "absent", "clips": []}
    lines = [a_line(), a_line(clip="digit.5", state="missing", seconds=0)]
    assert told_pack(agent, clips=lines).json == {"clips": {}}  # type: ignore[attr-defined]
    brought(agent, "clip.digit.4")
    report = admin.get("/voice/pack").json
    assert report["pack"]["name"] == "Suara Rina"
    assert [(one["clip"], one["url"] is not None) for one in report["clips"]] == [("digit.4", True), ("digit.5", False)]
    assert heard(admin, report["clips"][0]) == a_sound()
    assert told_pack(agent).json == {"clips": {"id/digit.4": FIRST}}  # type: ignore[attr-defined]
    assert listed(site.kiosk()) == [], "a pack's clips are no prompts"


def test_a_whole_malls_clips_fit_into_one_report(site: Site) -> None:
    lines = [a_line(clip=f"agency.{n}", text="x" * 100) for n in range(1500)]
    assert told_pack(site.agent(), clips=lines).status_code == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "more",
    [{"engine": "perhaps"}, {"clips": [a_line(state="odd")]}, {"clips": [a_line(clip="../x")]}, {"x": 1}, {"pack": 1}],
)
def test_an_odd_report_is_refused_and_changes_nothing(site: Site, more: dict) -> None:  # type: ignore[type-arg]
    agent, admin = site.agent(), site.staff("kepala", "admin")
    told_pack(agent)
    before = admin.get("/voice/pack").json
    answer = told_pack(agent, **more)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert admin.get("/voice/pack").json == before


def test_who_may_tell_and_who_may_read_the_report(site: Site) -> None:
    told_pack(site.agent())
    for door, tells, reads in (
        (site.public, 401, 401), (site.kiosk(), 403, 403), (site.staff("p", "clerk", "A"), 403, 403),
        (site.staff("s", "supervisor"), 403, 200), (site.agent(), 200, 403),
    ):  # fmt: skip
        assert told_pack(door).status_code == tells  # type: ignore[attr-defined]
        assert door.get("/voice/pack").status_code == reads
