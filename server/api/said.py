"""Adds the sentences: views carry codes and times, people read words."""

from datetime import datetime
from typing import Any

from server.ports import Hall
from server.sentences import alert_sentence, said, trouble_sentence, verdict_sentence, wait_words, when


def services_said(hall: Hall, view: dict[str, Any]) -> dict[str, Any]:
    now, mall = hall.clock.now(), hall.store.mall()
    shorts = {agency.code: agency.short for agency in mall.agencies}
    for service in view["services"]:
        for kind in ("refusal", "notice"):
            say(service[kind], shorts[service["agency"]], now, mall.site.timezone)
    for agency in view["agencies"]:
        verdict = say(agency.pop("verdict"), shorts[agency["code"]], now, mall.site.timezone)
        agency["message"] = verdict["message"] if verdict else None
    return view


def itinerary_said(hall: Hall, view: dict[str, Any]) -> dict[str, Any]:
    """Why this order, in words; and of what is closed, why and when."""
    now, zone = hall.clock.now(), hall.store.mall().site.timezone
    for reason in view["why"]:
        times = {
            name: when(datetime.fromisoformat(reason[name]), now, zone)
            for name in ("closes", "until")
            if name in reason
        }
        wait = {"wait": wait_words(reason["wait"])} if reason["wait"] else {}
        reason["message"] = said(f"itinerary.{reason['code']}", service=reason["short"] or "", **times, **wait)
    for one in view["closed"]:
        say(one["refusal"], one["agency_short"], now, zone)
    return view


def say(verdict: dict[str, Any] | None, who: str, now: datetime, timezone: str) -> dict[str, Any] | None:
    if verdict is not None:
        verdict["message"] = verdict_sentence(verdict, who, now, timezone)
    return verdict


def visit_said(hall: Hall, view: dict[str, Any]) -> dict[str, Any]:
    say(view["hold"], view["agency_short"], hall.clock.now(), hall.store.mall().site.timezone)
    return view


def desk_said(hall: Hall, view: dict[str, Any]) -> dict[str, Any]:
    now = hall.clock.now()
    for service in view["services"]:
        say(service["refusal"], view["counter"]["agency_short"], now, view["timezone"])
    alerts_said(view)
    for trouble in view["troubles"]:
        told = {"name": trouble.get("name", ""), "label": trouble.get("ticket_label", "")}
        trouble["message"] = trouble_sentence(trouble["kind"], trouble["code"], **told)
    return view


def alerts_said(view: dict[str, Any], name: str = "alerts") -> dict[str, Any]:
    """Each alert of the view with its words in every language."""
    for alert in view[name]:
        alert["message"] = alert_sentence(alert["code"], alert["values"])
    return view
