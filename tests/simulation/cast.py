"""Casts a simulated day: who comes when, from opening to the next morning."""

from datetime import timedelta

from server.domain.access import CLERK, Actor
from server.domain.mall import Service
from server.ports import Staff
from tests.builders import a_device
from tests.simulation import clerks, machines, people
from tests.simulation.day import Day, Plan

POPULAR = {"A": 6, "C": 4, "D": 3, "H": 3, "N": 2}


def a_day(plan: Plan) -> Day:
    """A whole day and the next morning, played to the end."""
    day = Day(plan)
    kiosks = [a_device(day.hall, "kiosk", f"Kios {n}", place=f"k{1 + n % 2}") for n in range(3)]
    day.kiosks = kiosks
    _engage(day)
    _first_day(day, kiosks)
    _next_morning(day, kiosks)
    day.run()
    return day


def _engage(day: Day) -> None:
    """The clerks' accounts, by which somebody may be sent to a person and an idle counter calls by itself."""
    with day.hall.store.write() as unit:
        for place in day.mall.counters:
            for name in (f"petugas{place.number}", f"colleague{place.number}"):
                unit.people.add_staff(Staff(name, name, CLERK, place.agency, place.number, ""))


def _first_day(day: Day, kiosks: list[Actor]) -> None:
    chance, end = day.chance, day.at("16:00")
    arrivals = sorted(_arrival(day) for _ in range(day.plan.visitors))
    for at in arrivals:
        day.invite(people.visitor(day, chance.choice(kiosks), _wish(day)), at)
    for place in day.mall.counters:
        begins = day.at("07:50") + timedelta(seconds=chance.uniform(0, 900))
        day.invite(clerks.clerk(day, place, f"petugas{place.number}", end), begins)
        if place.number % 4 == 0:
            day.invite(clerks.colleague(day, place, end), begins)
    day.invite(people.supervisor(day), day.at("08:30"))
    day.invite(people.steering(day), day.at("08:40"))
    day.invite(people.greeter(day), day.at("07:40"))
    day.invite(people.greeter_with_paper(day), day.at("08:20"))
    day.invite(people.holders_of_notes(day), day.at("13:30"))
    day.invite(people.somebody_in_need(day, kiosks[0]), day.at("08:00"))
    how = chance.choice(["serve", "release", "forgotten"])
    day.invite(people.closing(day, how), day.at("15:40" if how == "serve" else "16:10"))
    if day.plan.clock_wrong:
        day.invite(machines.wrong_clock(day), day.at("09:00"))


def _arrival(day: Day):
    """Most come early; a few come too early or too late."""
    hours = day.chance.triangular(7.4, 15.2, 8.5)
    return day.at("00:00") + timedelta(hours=hours)


def _wish(day: Day) -> Service:
    services = [service for service in day.mall.services if day.plan.crowd in ("", service.agency)]
    return day.chance.choices(services, [POPULAR.get(s.agency, 1) for s in services])[0]


def _next_morning(day: Day, kiosks: list[Actor]) -> None:
    """Machines run on through the night; in the morning the numbers begin again."""
    tomorrow = day.next_opening_day()
    morning, end = day.at("07:31", tomorrow), day.at("08:20", tomorrow)
    agent = a_device(day.hall, "agent", "printers")
    voice, player = a_device(day.hall, "agent", "voice"), a_device(day.hall, "display", "Aula")
    for evening in (day.at("17:00"),):
        _machines(day, agent, voice, player, day.at("07:25"), evening)
    _machines(day, agent, voice, player, morning - timedelta(minutes=2), end)
    day.invite(people.holders_of_notes(day), morning + timedelta(minutes=3))
    for n in range(20):
        day.invite(people.visitor(day, kiosks[n % 3], _wish(day)), morning + timedelta(seconds=40 * n))
    for place in day.mall.counters[:6]:
        day.invite(clerks.clerk(day, place, f"petugas{place.number}", end), day.at("08:00", tomorrow))


def _machines(day: Day, agent: Actor, voice: Actor, player: Actor, begins, until) -> None:
    for printer in day.mall.printers:
        day.invite(machines.printer_agent(day, agent, printer.id, until), begins)
    for field in (1, 2):
        day.invite(machines.voice_agent(day, voice, field, until), begins)
        day.invite(machines.display(day, player, field, until), begins)
    day.invite(day.rounds(until), begins)
