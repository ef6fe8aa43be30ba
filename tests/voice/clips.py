"""Clips that no engine made: voiced tones of any rate, width and level, as people's recorders write them."""

import math
import struct
import wave
from pathlib import Path

import yaml

from server.voice.pack import FORMAT
from server.voice.wanting import wanted

MALL = {
    "site": {"languages": ["id", "en"]},
    "agencies": [{"code": "A", "spoken": {"id": "Disdukcapil", "en": "Civil Registry"}}],
    "counters": [{"number": 3}, {"number": 31}],
}


def tone(
    seconds: float = 0.4, rate: int = 22050, loud: float = 0.3, pitch: float = 180.0, silence: float = 0.2
) -> list[float]:
    """Somewhat like a vowel, with silence around it."""
    quiet = [0.0] * int(rate * silence)
    parts = ((1, 1.0), (2, 0.6), (3, 0.5), (7, 0.25))

    def at(n: int) -> float:
        return loud * sum(size * math.sin(2 * math.pi * pitch * part * n / rate) for part, size in parts) / 1.4

    return [*quiet, *(max(-1.0, min(1.0, at(n))) for n in range(int(rate * seconds))), *quiet]


def write(path: Path, samples: list[float], rate: int = 22050, width: int = 2, channels: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    top = 2 ** (8 * width - 1) - 1
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        frames = b"".join(int(each * top).to_bytes(width, "little", signed=True) * channels for each in samples)
        file.writeframes(
            frames if width > 1 else struct.pack(f"{len(samples)}B", *(int(128 + 100 * s) for s in samples))
        )
    return path


def a_pack(folder: Path, leave_out: tuple[str, ...] = (), texts: dict[str, dict[str, str]] | None = None) -> Path:
    """Every clip that MALL needs, each of another pitch, but for those left out."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"format": FORMAT, "name": "Suara Rina", "made_by": "Rina", "texts": texts or {}}
    (folder / "pack.yaml").write_text(yaml.safe_dump(about, allow_unicode=True), encoding="utf-8")
    for at, one in enumerate(wanted(MALL)):
        if not one.is_optional and one.step.clip not in leave_out:
            write(folder / one.language / f"{one.step.clip}.wav", tone(0.25 + at % 5 / 20, pitch=120 + at))
    return folder
