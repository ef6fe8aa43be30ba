"""The voice agent's command line: `python -m server.voice --server URL --key KEY --cache DIR`."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from server import paired
from server.voice import pack_commands
from server.voice.agent import Agent, Stopped
from server.voice.cache import Cache
from server.voice.door import Door
from server.voice.engine import Engine, VoiceSettings
from server.voice.library import SOURCES
from server.voice.pack import Pack
from server.voice.phrase import LANGUAGES
from server.voice.prompt_work import Voice
from server.voice.recorded_voice import RecordedVoice

USUAL_SERVER = "http://127.0.0.1:8080"
ENGINES = {"auto": SOURCES, "system": ("system",), "package": ("package",), "none": ()}
SLOWEST, FASTEST = 80, 300


def main(arguments: list[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["pack"]:
        return packed(given[1:], environment)
    asked = options(environment).parse_args(given)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        settings = voice_settings(environment)
        server, key = server_and_key(asked)
        door = Door(server, key)
        run(door, voice_of(settings, Cache(asked.cache), environment.get("ANTREAN_VOICE_PACK", "")))
    except (ValueError, OSError, paired.NotPaired) as why:
        print(f"Voice: {why}", file=sys.stderr)
        return 2
    except Stopped:
        return 0
    return 0


def packed(arguments: list[str], environment: Mapping[str, str]) -> int:
    try:
        return pack_commands.main(arguments, environment, voice_settings(environment))
    except (ValueError, OSError) as why:
        print(f"Voice: {why}", file=sys.stderr)
        return 2


def voice_of(settings: VoiceSettings, cache: Cache, folder: str) -> Voice:
    """The engine alone, or behind a recorded voice. Raises PackNotSound for a folder that holds none."""
    engine = Engine(settings, cache)
    return RecordedVoice(Pack(Path(folder), cache), engine, cache, say) if folder else engine


def say(line: str) -> None:
    print(line, flush=True)


def run(door: Door, engine: Voice) -> None:
    agent = Agent(door, engine, say)
    try:
        agent.run()
    except Stopped:
        agent.leave()
    finally:
        engine.close()
        door.close()


def options(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    data = Path(environment.get("ANTREAN_DATA", "data"))
    parser = argparse.ArgumentParser(prog="python -m server.voice", description="Makes the sound of calls.")
    parser.add_argument("--server", default=environment.get("ANTREAN_SERVER", ""), help=f"default: {USUAL_SERVER}")
    parser.add_argument("--pair", default="", help="a pairing code: exchanged once for a key, which is kept")
    parser.add_argument("--config", type=Path, default=data / "voice.conf", help="one line: server=… key=…")
    parser.add_argument("--key", default=environment.get("ANTREAN_KEY", ""), help="this device's key")
    parser.add_argument("--key-file", type=Path, default=environment.get("ANTREAN_KEY_FILE"), help="holds the key")
    parser.add_argument("--cache", type=Path, default=environment.get("ANTREAN_VOICE_CACHE", data / "voice"))
    return parser


def server_and_key(asked: argparse.Namespace) -> tuple[str, str]:
    """From the command line, else from the pairing's file. Raises ValueError, NotPaired."""
    kept = paired.read(asked.config)
    if asked.pair:
        kept, said = paired.paired_now(asked.config, asked.server or kept.server or USUAL_SERVER, asked.pair)
        print(f"Voice: {said}.", flush=True)
        return kept.server, kept.key
    server = asked.server or kept.server or USUAL_SERVER
    given = asked.key or (key_from(asked.key_file) if asked.key_file else kept.key)
    return server, given or key_from(None)


def voice_settings(environment: Mapping[str, str]) -> VoiceSettings:
    """ValueError names the variable that cannot be read."""
    source = environment.get("ANTREAN_VOICE_ENGINE", "auto")
    if source not in ENGINES:
        raise ValueError(f"ANTREAN_VOICE_ENGINE={source!r}: say one of {', '.join(ENGINES)}")
    voices = {language: environment.get(f"ANTREAN_VOICE_{language.upper()}", "") for language in LANGUAGES}
    command = None if source in ("none", "package") else "espeak-ng"
    return VoiceSettings(rate=rate(environment), sources=ENGINES[source], voices=voices, command=command)


def rate(environment: Mapping[str, str]) -> int:
    text = environment.get("ANTREAN_VOICE_RATE", str(VoiceSettings().rate))
    if not text.isdecimal() or not SLOWEST <= int(text) <= FASTEST:
        raise ValueError(f"ANTREAN_VOICE_RATE={text!r}: say words a minute, {SLOWEST} to {FASTEST}")
    return int(text)


def key_from(file: Path | None) -> str:
    """The key in the file; waits for a server that is just about to write it."""
    if not file:
        raise ValueError(
            "a device key is needed: --pair CODE once, or --key, --key-file, ANTREAN_KEY, ANTREAN_KEY_FILE"
        )
    waiting = False
    while not (file.exists() and file.read_text().strip()):
        if not waiting:
            print(f"Voice: waiting for a key in {file}.", flush=True)
        waiting = True
        time.sleep(0.5)
    return file.read_text().strip()


def stop(number: int, frame: object) -> None:
    """A second signal finds it ending already and changes nothing."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
