"""`python -m server.voice pack check|make DIR`: what a pack lacks; and a whole one, made by our own engine."""

import argparse
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from server.voice.cache import Cache
from server.voice.engine import Engine, NoVoice, VoiceSettings
from server.voice.pack import FORMAT, Pack
from server.voice.pack_report import lacking, report
from server.voice.phrase import Phrase
from server.voice.wanting import Wanted, wanted

USUAL_SERVER = "http://127.0.0.1:8080"


def main(arguments: list[str], environment: Mapping[str, str], settings: VoiceSettings) -> int:
    """0 when nothing lacks. ValueError and OSError tell what went wrong."""
    asked = options(environment).parse_args(arguments)
    mall = mall_of(asked.mall, asked.server)
    cache = Cache(asked.cache)
    if asked.what == "make":
        make(asked.folder, mall, Engine(settings, cache), settings)
    told = report(Pack(asked.folder, cache), mall, "absent")
    lacks = lacking(told)
    for one in lacks:
        print(f"{one['state']:<13} {one['file']:<28} “{one['text']}”")
    print(f"{asked.folder}: {len(told['clips']) - len(lacks)} of {len(told['clips'])} clips can be used")
    return 1 if lacks else 0


def options(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    data = Path(environment.get("ANTREAN_DATA", "data"))
    parser = argparse.ArgumentParser(prog="python -m server.voice pack", description="Recorded voices.")
    parser.add_argument("what", choices=["check", "make"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mall", type=Path, help="the mall's file; else the server is asked")
    parser.add_argument("--server", default=environment.get("ANTREAN_SERVER") or USUAL_SERVER)
    parser.add_argument("--cache", type=Path, default=environment.get("ANTREAN_VOICE_CACHE", data / "voice"))
    return parser


def mall_of(file: Path | None, server: str) -> dict[str, Any]:
    """The mall's facts. ValueError where neither file nor server gives them."""
    try:
        if file:
            mall = yaml.safe_load(file.read_text(encoding="utf-8"))
        else:
            with urllib.request.urlopen(f"{server.rstrip('/')}/api/v1/mall", timeout=10) as answer:
                mall = json.load(answer)
        wanted(mall)
    except (yaml.YAMLError, ValueError, KeyError, TypeError) as why:
        raise ValueError(f"{file or server} gives no mall ({type(why).__name__})") from why
    except urllib.error.URLError as why:
        raise ValueError(f"{server} does not tell its mall ({why.reason}); name its file with --mall") from why
    return dict(mall)


def make(folder: Path, mall: Mapping[str, Any], engine: Engine, settings: VoiceSettings) -> None:
    """Every clip that is not there yet, so that recordings of people stay. Raises ValueError without an engine."""
    try:
        wants = wanted(mall)
        if engine.look_after(Phrase(wants[0].language, "Silakan menuju loket satu.")) != "ready":
            raise ValueError(f"no speech engine ({engine.detail})")
        for one in wants:
            _make_one(folder, one, engine)
        _describe(folder, wants, settings)
    finally:
        engine.close()


def _make_one(folder: Path, one: Wanted, engine: Engine) -> None:
    path = folder / one.language / f"{one.step.clip}.wav"
    if path.exists():
        return
    try:
        sound = engine.say(Phrase(one.language, one.step.text)).sound
    except NoVoice as why:
        print(f"no sound for {one.step.clip} in {one.language} ({why})")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sound)


def _describe(folder: Path, wants: list[Wanted], settings: VoiceSettings) -> None:
    """`pack.yaml`, with every text as it was read: a mall that changes one later sees that its clip says another."""
    if (folder / "pack.yaml").exists():
        return
    texts: dict[str, dict[str, str]] = {}
    for one in wants:
        texts.setdefault(one.language, {})[one.step.clip] = one.step.text
    about = {"format": FORMAT, "name": "Suara mesin", "made_by": f"espeak-ng, {settings.rate} words a minute"}
    text = yaml.safe_dump({**about, "texts": texts}, allow_unicode=True, sort_keys=False, width=120)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
