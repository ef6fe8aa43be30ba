"""Devices: pairing, their state, the printers' states, and who speaks for a sound field."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from server.domain.access import ADMIN, AGENT, DISPLAY, KIOSK, SUPERVISOR, Actor, one_of
from server.domain.events import (
    DeviceConnected,
    DeviceLost,
    DevicePaired,
    DeviceWithdrawn,
    DisplayChanged,
    PlayerChanged,
    PrinterChanged,
    VoiceChanged,
)
from server.domain.instants import instant_text
from server.domain.mall import Mall
from server.domain.refusals import NotFound
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import PLAYER_LEASE, Device, Hall, Player, Unit

PAIRING_MINUTES = 15
PLAYER_SECONDS = int(PLAYER_LEASE.total_seconds())
NOBODY, RELOADS_WITHIN = "", timedelta(seconds=5)  # the page that spoke has gone
VOICE_STATES = ("ready", "failing", "absent")
NEW, GONE, PRINTS = "new", "gone", "prints"  # an agent's states beside the voice's: never seen, lost, drives paper
AGENT_VANISHES_SECONDS = 40  # a long poll takes 25 at most
DEVICE_VANISHES_SECONDS = 45  # sockets are looked at every few seconds, and long polls take 25
ZONE_DISPLAY, HALL_DISPLAY, GIVING_WAY = 3, 2, 1  # the rank with which a display speaks for a field


def hashed(secret: str) -> str:
    """Keys and codes carry 128 bits of chance or live minutes: a plain digest hides them well enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def offer_pairing(hall: Hall, actor: Actor, spec: Mapping[str, Any]) -> str:
    """A code that one device may use once within PAIRING_MINUTES. `spec`: kind, name, zone?, place?, printer?"""
    one_of(actor, ADMIN, SUPERVISOR)
    code = hall.ids.pairing_code()
    with hall.store.write() as unit:
        until = hall.clock.now() + timedelta(minutes=PAIRING_MINUTES)
        unit.people.add_pairing(hashed(code), {**_checked(unit.mall, spec), "by": actor.id}, until)
    return code


def _checked(mall: Mall, spec: Mapping[str, Any]) -> dict[str, Any]:
    zone, place, printer = spec.get("zone"), spec.get("place"), spec.get("printer")
    if zone is not None and zone not in mall.zone_by_number:
        raise NotFound(what="zone", zone=zone)
    if place is not None and place not in mall.kiosk_by_id:
        raise NotFound(what="kiosk", place=place)
    if printer is not None and printer not in mall.printer_by_id:
        raise NotFound(what="printer", printer=printer)
    return dict(spec)


def pair(hall: Hall, *, code: str) -> tuple[Device, str]:
    """The device a code was made for, and its key (given once). Raises NotFound for a wrong, used or old code."""
    with hall.store.write() as unit:
        spec = unit.people.use_pairing(hashed(code.strip().upper()), hall.clock.now())
        if spec is None:
            raise NotFound(what="pairing_code")
        device, key = _add(hall, unit, spec)
        record(unit, DevicePaired(device.id, device.name, device.kind, spec.get("by", "")), hall.clock.now())
        return device, key


def pair_itself(hall: Hall, spec: Mapping[str, Any]) -> tuple[Device, str]:
    """The demonstration's way, without a code. The door lets only loopback come here."""
    with hall.store.write() as unit:
        return _add(hall, unit, _checked(unit.mall, spec))


def _add(hall: Hall, unit: Unit, spec: Mapping[str, Any]) -> tuple[Device, str]:
    mall, kind, zone = unit.mall, spec["kind"], spec.get("zone")
    place = mall.kiosk_by_id.get(spec.get("place") or "") or _place_in(mall, kind, zone)
    if place is not None:
        zone = place.zone
    elif kind == KIOSK and zone is None:
        zone = mall.zones[0].number  # somebody must hear who asks for help there
    secret = hall.ids.secret()
    device = Device(
        hall.ids.short(), kind, spec.get("name") or (place.name if place else kind.capitalize()), zone,
        place.id if place else None, spec.get("printer") or (place.printer if place else None),
        tuple(spec.get("fields") or fields_of(mall, zone)), hashed(secret), hall.clock.now(),
    )  # fmt: skip
    unit.people.add_device(device)
    return device, f"{device.id}.{secret}"


def _place_in(mall: Mall, kind: str, zone: int | None) -> Any:
    """The kiosk place of this zone; without one, a kiosk stands at the first place of the mall."""
    if kind != KIOSK:
        return None
    return next((k for k in mall.kiosks if zone in (None, k.zone)), None)


def fields_of(mall: Mall, zone: int | None) -> list[int]:
    """The sound fields of a zone; of the whole mall where there is no zone."""
    return sorted({z.sound_field for z in mall.zones if zone in (None, z.number)})


def known(unit: Unit, key: str) -> Device | None:
    """The device of this key, compared in constant time; none where the key was withdrawn."""
    device_id, _, secret = key.partition(".")
    device = unit.people.device(device_id)
    if device is None or device.withdrawn_at is not None:
        return None
    return device if hmac.compare_digest(device.key_hash, hashed(secret)) else None


def listed(hall: Hall, actor: Actor) -> list[dict[str, Any]]:
    """Every device that was ever paired, for admins and supervisors."""
    one_of(actor, ADMIN, SUPERVISOR)
    with hall.store.read() as unit:
        devices = unit.people.all_devices()
    return [
        {"id": d.id, "kind": d.kind, "name": d.name, "zone": d.zone, "place": d.place, "printer": d.printer,
         "state": d.state, "paired_at": instant_text(d.paired_at),
         "withdrawn_at": instant_text(d.withdrawn_at) if d.withdrawn_at else None}
        for d in devices
    ]  # fmt: skip


def withdraw(hall: Hall, actor: Actor, *, device: str, request_id: str) -> Done:
    """This device's key opens nothing any more; to come back it is paired anew."""
    one_of(actor, ADMIN, SUPERVISOR)
    asked = Asked(request_id, actor, "withdraw", {"device": device})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        found, now = unit.people.device(device), hall.clock.now()
        if found is None:
            raise NotFound(what="device", device=device)
        if found.withdrawn_at is None:
            unit.people.withdraw_device(device, now)
            record(unit, DeviceWithdrawn(device, found.name, found.kind, actor.id), now)
        return done(unit, asked, {"device": device, "name": found.name}, now)


def as_actor(device: Device) -> Actor:
    return Actor(
        "device", device.id, device.kind, None, device.name, device.zone, device.place, device.printer,
        device.fields,
    )  # fmt: skip


def report_state(hall: Hall, actor: Actor, *, state: str) -> None:
    """A display or voice agent says how it is; only a change is news."""
    one_of(actor, DISPLAY, AGENT)
    with hall.store.write() as unit:
        device = unit.people.device(actor.id)
        if device is None or device.state == state:
            return
        unit.people.set_device_state(actor.id, state)
        now = hall.clock.now()
        if actor.role == AGENT:
            if state not in VOICE_STATES:
                raise NotFound(what="state", state=state)
            record(unit, VoiceChanged(state, list(actor.fields), actor.id, actor.name), now)
        else:
            record(unit, DisplayChanged(actor.id, actor.name, actor.zone, state), now)


def welcome(hall: Hall, actor: Actor, *, targets: Sequence[str]) -> None:
    """An agent asks for work. One that was away, or is new, is back; what it drives stands in its fields."""
    speaks = any(target.startswith("field:") for target in targets)
    with hall.store.read() as unit:
        device = unit.people.device(actor.id)
    if device is None or device.state not in (NEW, GONE):
        return
    with hall.store.write() as unit:
        unit.people.set_device_state(actor.id, "ready" if speaks else PRINTS)
        if speaks:
            record(unit, VoiceChanged("ready", list(actor.fields), actor.id, actor.name), hall.clock.now())


def miss_agents(hall: Hall, vanished: Callable[[str], bool]) -> None:
    """Agents that no longer ask for work: the voice is absent then, and nobody knows how the printers are."""
    with hall.store.read() as unit:
        lost = [d for d in unit.people.devices() if _is_lost(d, vanished)]
    if not lost:
        return
    with hall.store.write() as unit:
        now = hall.clock.now()
        for device in lost:
            unit.people.set_device_state(device.id, GONE)
            if device.state == PRINTS:
                _forget_printers(unit, now)
            else:
                record(unit, VoiceChanged("absent", list(device.fields), device.id, device.name), now)


def watch_connections(hall: Hall, heard: Callable[[str], bool], vanished: Callable[[str], bool]) -> None:
    """Tell the floor which kiosks and displays came, and whose line is silent. Called each second.

    `heard`: its line was open a moment ago; `vanished`: not for DEVICE_VANISHES_SECONDS.
    """
    with hall.store.read() as unit:
        came, went = _came_and_went(unit, heard, vanished)
    if not came and not went:
        return
    with hall.store.write() as unit:
        now = hall.clock.now()
        came, went = _came_and_went(unit, heard, vanished)
        for device in came:
            unit.people.set_device_connected(device.id, True)
            record(unit, DeviceConnected(
                device.id, device.name, device.kind, device.zone, device.place, device.state
            ), now)  # fmt: skip
        for device in went:
            unit.people.set_device_connected(device.id, False)
            record(unit, DeviceLost(device.id, device.name, device.kind, device.zone), now)


def _came_and_went(
    unit: Unit, heard: Callable[[str], bool], vanished: Callable[[str], bool]
) -> tuple[list[Device], list[Device]]:
    known = [device for device in unit.people.devices() if device.kind in (KIOSK, DISPLAY)]
    return [d for d in known if not d.connected and heard(d.id)], [d for d in known if d.connected and vanished(d.id)]


def _is_lost(device: Device, vanished: Callable[[str], bool]) -> bool:
    return device.kind == AGENT and device.state in (*VOICE_STATES, PRINTS) and vanished(device.id)


def _forget_printers(unit: Unit, now: datetime) -> None:
    for printer, (state, _) in unit.site.printer_states().items():
        if state != "unknown" and printer in unit.mall.printer_by_id:
            unit.site.set_printer_state(printer, "unknown", now)
            record(unit, _printer_changed(unit.mall, printer, "unknown"), now)


def report_printer(hall: Hall, actor: Actor, *, printer: str, state: str) -> None:
    """What the printer's status bytes say; only a change is news."""
    one_of(actor, AGENT)
    with hall.store.read() as unit:
        if printer not in unit.mall.printer_by_id:
            raise NotFound(what="printer", printer=printer)
        if unit.site.printer_states().get(printer, ("", None))[0] == state:
            return
    with hall.store.write() as unit:
        now = hall.clock.now()
        unit.site.set_printer_state(printer, state, now)
        record(unit, _printer_changed(unit.mall, printer, state), now)


def _printer_changed(mall: Mall, printer: str, state: str) -> PrinterChanged:
    zone = mall.printer_by_id[printer].zone
    return PrinterChanged(printer, zone, list(mall.zones_printing_at(printer)), state)


def ask_to_speak(hall: Hall, actor: Actor, *, field: int, instance: str) -> bool:
    """Whether this display may speak for the field for the next PLAYER_SECONDS. Exactly one may.

    A display of the field's own zone goes before one of the whole hall, but not before that one's lease has run out:
    it knows only then that it may not speak any more.
    """
    one_of(actor, DISPLAY)
    with hall.store.write() as unit:
        if field not in fields_of(unit.mall, actor.zone):
            raise NotFound(what="field", field=field)
        now = hall.clock.now()
        present = unit.site.players().get(field)
        asking = Player(field, actor.id, instance, _rank(actor), now + PLAYER_LEASE)
        if present is not None and not _gives_way(present, asking, now):
            if present.rank < asking.rank:
                unit.site.set_player(replace(present, rank=GIVING_WAY))
            return False
        unit.site.set_player(asking)
        if present is None or not present.speaks(now):
            record(unit, PlayerChanged(field, True), now)
        return True


def stop_speaking(hall: Hall, actor: Actor, *, field: int, instance: str) -> None:
    """A display's page is going: whoever asks next may speak at once. Nobody is told that the field has no player
    unless nobody comes soon: a page that is loaded again is back before that."""
    one_of(actor, DISPLAY)
    with hall.store.write() as unit:
        present, now = unit.site.players().get(field), hall.clock.now()
        if present is None or (present.device, present.instance) != (actor.id, instance) or not present.speaks(now):
            return
        unit.site.set_player(replace(present, instance=NOBODY, until=min(present.until, now + RELOADS_WITHIN)))


def _rank(actor: Actor) -> int:
    return HALL_DISPLAY if actor.zone is None else ZONE_DISPLAY


def _gives_way(present: Player, asking: Player, now: datetime) -> bool:
    same = (present.device, present.instance) == (asking.device, asking.instance)
    return present.instance == NOBODY or not present.speaks(now) or (same and present.rank != GIVING_WAY)


def miss_players(hall: Hall) -> None:
    """Tell the desks of fields that had a player and lost it."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        if not _lost(unit.site.players(), now):
            return
    with hall.store.write() as unit:
        for player in _lost(unit.site.players(), now):
            unit.site.set_player(replace(player, rank=0))
            record(unit, PlayerChanged(player.field, False), now)


def _lost(players: Mapping[int, Player], now: datetime) -> Sequence[Player]:
    return [player for player in players.values() if player.rank and not player.speaks(now)]
