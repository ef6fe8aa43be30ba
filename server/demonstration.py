"""The demonstration: the Sanggau mall on this machine, with every process it needs under one command."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from server import system, yaml_file
from server.domain import mall_file
from server.domain.mall import Mall
from server.listening import port_is_free
from server.ports import Hall
from server.secrets_file import kept_secret
from server.settings import Settings

MALL = Path(__file__).parent / "malls" / "sanggau.yaml"
READY_WITHIN_SECONDS = 60


def run(settings: Settings, *, real_hours: bool) -> int:
    """Prepare, then server, virtual printers, printer agent and voice agent until Ctrl-C. An exit status."""
    for port, what in _ports(settings):
        if not port_is_free("127.0.0.1", port):
            print(f"Port {port} ({what}) is in use. Stop what uses it, or choose another: make demo PORT=8090")
            return 1
    print("Preparing the Sanggau mall …", flush=True)
    prepared = subprocess.run(
        [*_server("prepare-demo"), "--data", str(settings.data), "--port", str(settings.port), *_flag(real_hours)],
        check=False,
    )
    if prepared.returncode != 0:
        return prepared.returncode
    manager = _manager(settings, real_hours)
    threading.Thread(target=_announce, args=(settings,), daemon=True).start()
    manager.loop()
    print("Antrean has stopped. What was done is kept in", settings.data)
    return 0 if manager.returncode in (0, None, -2, -15, 130, 143) else int(manager.returncode)


def _flag(real_hours: bool) -> list[str]:
    return ["--real-hours"] if real_hours else []


def _server(command: str) -> list[str]:
    return [sys.executable, "-m", "server", command]


def paper_port(settings: Settings) -> int:
    """Everything hangs on one port: the server's, then the papers' page, then one for each virtual printer."""
    return settings.port + 1


def _virtual_printers(settings: Settings) -> list[tuple[str, int, int]]:
    """(printer, port, width in mm) of the mall's virtual printers; read without opening the database."""
    mall = yaml_file.read(MALL.read_text(encoding="utf-8"))
    virtual = [printer for printer in mall["printers"] if printer["driver"] == "virtual"]
    return [(p["id"], settings.port + 2 + n, p.get("width_mm", 80)) for n, p in enumerate(virtual)]


def _ports(settings: Settings) -> list[tuple[int, str]]:
    printers = [(port, f"virtual printer {name}") for name, port, _ in _virtual_printers(settings)]
    return [(settings.port, "server"), (paper_port(settings), "virtual printers' paper"), *printers]


def _manager(settings: Settings, real_hours: bool) -> Manager:
    """honcho ends all processes together and prefixes their lines."""
    manager = Manager(Printer(sys.stdout))
    url = f"http://127.0.0.1:{settings.port}"
    python = f'"{sys.executable}"'
    data = settings.data
    printers = " ".join(f"--printer {name}:{port}:{width}" for name, port, width in _virtual_printers(settings))
    agents = {"ANTREAN_SERVER": url, "ANTREAN_DATA": str(data)}
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    flags = " ".join(["--demonstration", *_flag(real_hours)])
    manager.add_process(
        "server", f'{python} -m server run --data "{data}" --host 127.0.0.1 --port {settings.port} {flags}',
        env=environment,
    )  # fmt: skip
    manager.add_process(
        "paper", f"{python} -m printers.virtual --web {paper_port(settings)} {printers}", env=environment
    )
    for name, module in (("printers", "printers"), ("voice", "server.voice")):
        key = {"ANTREAN_KEY_FILE": str(data / "keys" / name)}
        manager.add_process(name, f"{python} -m {module}", env={**environment, **agents, **key})
    return manager


def prepare(settings: Settings, *, real_hours: bool) -> None:
    """The database, the mall, the accounts and the agents' keys; what is there already stays.

    Not beside a server that runs in the same folder: its printers would move to our ports.
    """
    from server.one_writer import AlreadyServed, only_writer

    try:
        with only_writer(settings.data, alone=not settings.is_shared):
            _prepare(settings, real_hours)
    except AlreadyServed as held:
        sys.exit(f"A demonstration runs in {settings.data} already: {held.url}. Another one needs another --data.")


def _prepare(settings: Settings, real_hours: bool) -> None:
    from server import app
    from server.operations import days, setup
    from server.passwords import Argon2Passwords, right_here
    from server.store import migrating

    database, hall = app.open_hall(settings)
    migrating.migrate(database.engine)
    setup.save(hall, _mall(hall, settings, real_hours), None)
    days.trust_clock(hall)
    password = kept_secret(settings.data / "demo_password", settings.demo_password or system.new_password())
    _accounts(hall, Argon2Passwords(right_here).hash, password)
    for name in ("printers", "voice"):
        _agent_key(hall, settings.data / "keys" / name, name)
    database.close()


def _mall(hall: Hall, settings: Settings, real_hours: bool) -> Mall:
    """The demonstration's mall; what was edited since its first start stays, its virtual printers move to our ports."""
    from server.operations import setup

    with hall.store.read() as unit:
        loaded = unit.journal.head().mall_version != ""
    raw = setup.dump(hall) if loaded else yaml_file.read(MALL.read_text(encoding="utf-8"))
    addresses = {name: f"127.0.0.1:{port}" for name, port, _ in _virtual_printers(settings)}
    for printer in raw["printers"]:
        printer["address"] = addresses.get(printer["id"], printer["address"])
    mall = mall_file.parse(raw)
    return mall if real_hours else setup.opened_around_the_clock(mall, hall.clock.now())


def _accounts(hall: Hall, hash: Callable[[str], str], password: str) -> None:
    """admin, supervisor, greeter and one clerk a counter; made once, all with the same hash of one password."""
    from server.operations import staff

    with hall.store.read() as unit:
        mall, present = unit.mall, unit.people.staff_named("admin")
    if present is not None:
        return
    hashed = hash(password)
    for role in ("admin", "supervisor", "greeter"):
        staff.add(hall, username=role, role=role, password_hash=hashed)
    for counter in mall.counters:
        staff.add(
            hall, username=f"petugas{counter.number}", role="clerk", password_hash=hashed, agency=counter.agency,
            home_counter=counter.number,
        )  # fmt: skip


def _agent_key(hall: Hall, path: Path, name: str) -> None:
    from server.operations import devices

    if not path.exists():
        _, key = devices.pair_itself(hall, {"kind": "agent", "name": name})
        kept_secret(path, key)


def links_of(hall: Hall, settings: Settings) -> Callable[[], list[dict[str, str]]]:
    """The links of every surface, for the first page and the terminal."""

    def links() -> list[dict[str, str]]:
        with hall.store.read() as unit:
            mall = unit.mall
        base = f"http://127.0.0.1:{settings.port}"
        kiosks = [("kiosk", k.name, f"{base}/kiosk/?zone={k.zone}") for k in mall.kiosks]
        zones = [("display", f"Zona {z.number}: {z.name['id']}", f"{base}/display/{z.number}") for z in mall.zones]
        rows = [
            *kiosks, ("display", "Seluruh aula", f"{base}/display/"), *zones, ("desk", "Loket", f"{base}/counter/"),
            ("desk", "Penyambut tamu", f"{base}/counter/greeter"), ("desk", "Lantai", f"{base}/floor/"),
            ("paper", "Kertas printer virtual", f"http://127.0.0.1:{paper_port(settings)}/"),
            ("api", "Dokumentasi API", f"{base}/api/"),
        ]  # fmt: skip
        return [{"group": group, "label": label, "url": url} for group, label, url in rows]

    return links


def _announce(settings: Settings) -> None:
    """When the server answers, say where everything is and who may sign in."""
    base = f"http://127.0.0.1:{settings.port}"
    if not _answers(f"{base}/api/v1/health"):
        print("The server does not answer yet; its own lines say why.", flush=True)
        return
    password = (settings.data / "demo_password").read_text().strip()
    lines = [
        "", "Antrean is open: MPP Sanggau, demonstration data", "",
        *_link_lines(base, settings), "",
        "  staff      admin, supervisor, greeter, petugas1 … petugas31 (petugas n sits at counter n)",
        f"  password   {password}", "",
        *_missing(), "  Ctrl-C ends all of it; the data stays.", "",
    ]  # fmt: skip
    print("\n".join(lines), flush=True)


def _link_lines(base: str, settings: Settings) -> list[str]:
    with urllib.request.urlopen(f"{base}/api/v1/mall", timeout=10) as answer:
        mall = json.load(answer)
    zones = [(f"zone {z['number']}", f"{base}/display/{z['number']}") for z in mall["zones"]]
    rows = [
        ("links", f"{base}/"), ("kiosk", f"{base}/kiosk/"), ("hall", f"{base}/display/"), *zones,
        ("desk", f"{base}/counter/"), ("greeter", f"{base}/counter/greeter"), ("floor", f"{base}/floor/"),
        ("paper", f"http://127.0.0.1:{paper_port(settings)}/"), ("API", f"{base}/api/"),
    ]  # fmt: skip
    return [f"  {name:<10} {url}" for name, url in rows]


def _missing() -> list[str]:
    """One clear line for each thing that is missing, and what works all the same."""
    from server.web import assets

    found = []
    if assets.missing():
        found.append("  Browser assets are missing: pages cannot start. Run: python -m server.web.assets")
    if shutil.which("espeak-ng") is None and not _has_module("espeakng_loader"):
        found.append("  No speech engine (espeak-ng): calls are shown, with a chime but without words.")
    return [*found, ""] if found else []


def _has_module(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def _answers(url: str) -> bool:
    until = system.monotonic() + READY_WITHIN_SECONDS
    while system.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False
