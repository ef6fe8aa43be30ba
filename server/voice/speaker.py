"""The one process that holds the speech engine: orders come on stdin, answers go out by a descriptor.

Run by `process.py` as `python -m server.voice.speaker DESCRIPTOR SOURCE`. One JSON object a line. First
answer: {"ready": name} or {"absent": why} or {"broken": why}; then for each order {"id", "text", "voice",
"rate", "path"} one {"id", "made": bool, "why"}. It ends when stdin does, even within a phrase, and so
never outlives the agent.
"""

import json
import os
import queue
import signal
import sys
import threading
from typing import Any, TextIO

from server.voice.library import NoLibrary, make_available

Order = dict[str, Any]


class Engine:
    """pyttsx3 on libespeak; one phrase at a time, for it loses the first of two and bears no threads."""

    def __init__(self) -> None:
        import pyttsx3  # here, because importing it already wants the library
        from pyttsx3.drivers import _espeak

        # pyttsx3 asks libespeak for plain UTF-8 text; with this flag [[phonemes]] in it are understood too
        _espeak.CHARS_UTF8 |= _espeak.PHONEMES
        self._espeak = _espeak
        self._engine = pyttsx3.init("espeak")
        self._voice, self._rate = "", 0
        self._finished = threading.Event()
        self._engine.connect("finished-utterance", lambda **_: self._finished.set())

    def make(self, text: str, voice: str, rate: int, path: str) -> None:
        self._speak_as(voice, rate)
        self._finished.clear()
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        self._finished.wait()  # runAndWait comes back after 10 ms, whether libespeak's thread is done or not

    def _speak_as(self, voice: str, rate: int) -> None:
        """Only what changes, asked of libespeak itself and waited for: pyttsx3 swallows an unknown voice and goes on
        with the last one, and as each phrase begins it cancels whatever libespeak is still busy with.
        """
        if voice != self._voice:
            self._voice = ""
            if self._espeak.SetVoiceByName(voice.encode()) != 0:
                raise ValueError(f"the engine has no voice {voice!r}")
            self._voice = voice
        if rate != self._rate:
            self._espeak.SetParameter(self._espeak.RATE, rate, 0)
            self._rate = rate
        self._espeak.Synchronize()


def main() -> int:
    answers = os.fdopen(int(sys.argv[1]), "w", encoding="utf-8", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # pyttsx3 prints a line per phrase
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole terminal; the agent ends this one
    orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
    threading.Thread(target=read_orders, args=(orders,), daemon=True).start()
    engine = started(sys.argv[2], answers)
    while engine:
        answer(answers, **obeyed(engine, orders.get()))
    return 1


def read_orders(orders: "queue.SimpleQueue[Order]") -> None:
    """In a thread of its own, so that the end of stdin ends the process whatever the engine is doing."""
    for line in sys.stdin:
        orders.put(json.loads(line))
    os._exit(0)


def started(source: str, answers: TextIO) -> Engine | None:
    try:
        name = make_available(source)
        engine = Engine()
    except (NoLibrary, ImportError) as why:
        answer(answers, absent=str(why))
        return None
    except Exception as why:
        answer(answers, broken=f"{type(why).__name__}: {why}")
        return None
    answer(answers, ready=name)
    return engine


def obeyed(engine: Engine, order: Order) -> dict[str, Any]:
    try:
        engine.make(order["text"], order["voice"], order["rate"], order["path"])
    except Exception as why:
        return {"id": order["id"], "made": False, "why": f"{type(why).__name__}: {why}"}
    return {"id": order["id"], "made": True, "why": ""}


def answer(answers: TextIO, **fields: object) -> None:
    answers.write(json.dumps(fields) + "\n")


if __name__ == "__main__":
    sys.exit(main())
