"""Devices over HTTP: pairing, their state, the printers, and who speaks for a sound field."""

from typing import Any

from flask import g, request
from flask_openapi3 import APIBlueprint, Tag

from server.api.device_shapes import PairBody, PairingBody, PlayerBody, PrinterStateBody, SkippedBody, StateBody
from server.api.errors import BadRequest
from server.api.house import hall, house
from server.api.identity import known
from server.api.shapes import Command, DevicePath, ErrorShape, FieldPath, JobPath, NoBody, OkAnswer, Open, PrinterPath
from server.api.throttle import network_of
from server.domain.access import AGENT, DISPLAY, one_of
from server.domain.refusals import NotAllowed
from server.operations import devices, jobs
from server.ports import Device

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 422: ErrorShape}
api = APIBlueprint("devices", __name__, abp_tags=[Tag(name="devices")], abp_responses=_REFUSED)

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
_LOOPBACK = ("127.0.0.1", "::1", "::ffff:127.0.0.1")


@api.post("/devices/pair", responses={201: Open})
def pair(body: PairBody) -> tuple[dict[str, Any], int]:
    """Exchange a pairing code for a device key. The demonstration needs no code, from this machine alone."""
    if body.code is not None:
        house().throttle.check("pairing", network_of(request.remote_addr))
        device, key = devices.pair(hall(), code=body.code)
        return {"device": _told(device), "key": key}, 201
    if body.kind is None:
        raise BadRequest(problem="code or kind")
    _demonstration_alone()
    spec = body.model_dump(exclude_none=True)
    device, key = devices.pair_itself(hall(), spec)
    return {"device": _told(device), "key": key}, 201


def _demonstration_alone() -> None:
    forwarded = any(name in request.headers for name in _FORWARDED)
    if not house().demonstration or forwarded or request.remote_addr not in _LOOPBACK:
        raise NotAllowed(needs=["pairing_code"])


def _told(device: Device) -> dict[str, Any]:
    return {
        "id": device.id, "kind": device.kind, "name": device.name, "zone": device.zone, "place": device.place,
        "printer": device.printer, "sound_fields": list(device.fields),
    }  # fmt: skip


@api.post("/devices/pairings", responses={201: Open})
def offer(body: PairingBody) -> tuple[dict[str, Any], int]:
    """A code for one device, for admins and supervisors; it lives a quarter of an hour."""
    code = devices.offer_pairing(hall(), known(), body.model_dump(exclude_none=True))
    return {"code": code, "minutes": devices.PAIRING_MINUTES}, 201


@api.get("/devices", responses={200: Open})
def listed() -> dict[str, Any]:
    """Every device that was ever paired, with those whose key was withdrawn; for admins and supervisors."""
    return {"devices": devices.listed(hall(), known())}


@api.post("/devices/<device>/withdraw", responses={200: Open})
def withdraw(path: DevicePath, body: Command) -> dict[str, Any]:
    """Its key opens nothing any more, and its sockets close: for a device that was stolen, lost or replaced."""
    g.request_id = body.request_id
    done = devices.withdraw(hall(), known(), device=path.device, request_id=body.request_id)
    house().keys.forget(path.device)
    house().shut_out(f"actor:{path.device}")
    return {"device": path.device, "name": done.result["name"]}


@api.get("/devices/me", responses={200: Open})
def me() -> dict[str, Any]:
    actor = known()
    with hall().store.read() as unit:
        device = unit.people.device(actor.id)
    if device is None:
        raise NotAllowed(needs=["device"])
    return {"device": _told(device), "demonstration": house().demonstration}


@api.post("/devices/me/state", responses={200: OkAnswer})
def state(body: StateBody) -> dict[str, Any]:
    devices.report_state(hall(), known(), state=body.state)
    return {"ok": True}


@api.get("/printers", responses={200: Open})
def printers() -> dict[str, Any]:
    """The printers an agent drives."""
    one_of(known(), AGENT)
    with hall().store.read() as unit:
        mall = unit.mall
    return {
        "printers": [
            {"id": p.id, "name": p.name, "zone": p.zone, "driver": p.driver, "address": p.address,
             "width_mm": p.width_mm, "form": p.form, "mode": p.mode}
            for p in mall.printers
        ]
    }  # fmt: skip


@api.post("/printers/<printer>/state", responses={200: OkAnswer})
def printer_state(path: PrinterPath, body: PrinterStateBody) -> dict[str, Any]:
    devices.report_printer(hall(), known(), printer=path.printer, state=body.state)
    return {"ok": True}


@api.post("/fields/<field>/player", responses={200: Open})
def player(path: FieldPath, body: PlayerBody) -> dict[str, Any]:
    """A display that can sound asks to be the one voice of its field for the next seconds."""
    granted = devices.ask_to_speak(hall(), known(), field=path.field, instance=body.instance)
    return {"granted": granted, "seconds": devices.PLAYER_SECONDS}


@api.post("/fields/<field>/player/leave", responses={200: OkAnswer})
def leave_player(path: FieldPath, body: PlayerBody) -> dict[str, Any]:
    """Its page is going: the field's voice is free for whoever asks next."""
    devices.stop_speaking(hall(), known(), field=path.field, instance=body.instance)
    return {"ok": True}


@api.post("/announcements/<job>/spoken", responses={200: OkAnswer})
def spoken(path: JobPath, body: NoBody) -> dict[str, Any]:
    jobs.spoken(hall(), one_of(known(), DISPLAY), job=path.job)
    return {"ok": True}


@api.post("/announcements/<job>/skipped", responses={200: OkAnswer})
def skipped(path: JobPath, body: SkippedBody) -> dict[str, Any]:
    jobs.spoken(hall(), one_of(known(), DISPLAY), job=path.job, skipped=body.reason)
    return {"ok": True}
