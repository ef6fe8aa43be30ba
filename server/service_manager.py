"""What systemd wants to hear from a service: that it is ready, and again and again that it lives."""

import os
import socket
from collections.abc import Callable, Mapping
from typing import Any

READY, ALIVE = "READY=1", "WATCHDOG=1"
VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


def tell(text: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there was somebody to tell. One datagram on this machine: nobody waits for it."""
    path = environment.get("NOTIFY_SOCKET", "")
    if not path:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            line.sendto(text.encode(), f"\0{path[1:]}" if path.startswith("@") else path)
    except OSError:
        return False
    return True


def keep_telling(sleep: Callable[[float], Any], running: Callable[[], bool]) -> None:
    """From within the hub: a hub that stands still says nothing, and is started anew."""
    if not tell(READY):
        return
    every = int(os.environ.get("WATCHDOG_USEC", "0")) / 1_000_000 / 3
    while every and running():
        tell(ALIVE)
        sleep(every)
