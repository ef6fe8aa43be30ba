"""Why a thing cannot be done: every refusal of the hall, each with the code that travels to screens and logs."""

from typing import Any


class Refusal(Exception):
    """A rule said no. Nothing was changed. `code` is stable; `details` holds plain JSON values."""

    code = "refused"
    status = 409

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details


class NotFound(Refusal):
    """No such service, counter, ticket, printer, pause, alarm or job (details: what)."""

    code, status = "not_found", 404


class NotAllowed(Refusal):
    """The caller's role or agency does not reach this."""

    code, status = "not_allowed", 403


class NotAdmitted(Refusal):
    """No number can be taken here now; details carry the verdict: reason_code, reason, since, until, opens_at."""

    code = "not_admitted"

    def __init__(self, reason_code: str, **details: Any) -> None:
        super().__init__(reason_code=reason_code, **details)
        self.code = reason_code


class MoveNotAllowed(Refusal):
    """The ticket's state does not allow this move (details: state, move)."""

    code = "move_not_allowed"


class StateChanged(Refusal):
    """The caller expected another state: somebody else was faster (details: what is there now)."""

    code = "state_changed"


class NobodyBehind(Refusal):
    """Nobody waits behind this ticket: there is nobody to let go first (details: label)."""

    code = "nobody_behind"


class PostponedTooOften(Refusal):
    """This ticket was postponed as often as the mall allows (details: times)."""

    code = "postponed_too_often"


class SystemStillDown(Refusal):
    """The agency's central system is down: who waits is held, unless somebody says that it is back (details: since)."""

    code = "system_still_down"


class PaperOtherDay(Refusal):
    """The slip was given on another business day (details: label)."""

    code, status = "paper_other_day", 422


class PaperInFuture(Refusal):
    """A time lies ahead of the clock (details: label, time)."""

    code, status = "paper_in_future", 422


class PaperOutsideHours(Refusal):
    """Nobody gives numbers then: before the first number or after the closing (details: label)."""

    code, status = "paper_outside_hours", 422


class PaperOutOfOrder(Refusal):
    """Given, called, begun and finished must follow in this order (details: label)."""

    code, status = "paper_out_of_order", 422


class PaperIncomplete(Refusal):
    """Who was served has a counter, a call and an end; who waits or left has none (details: label)."""

    code, status = "paper_incomplete", 422


class PaperCounterWrong(Refusal):
    """This counter does not serve the slip's queue (details: label, counter)."""

    code, status = "paper_counter_wrong", 422


class PaperKeyedBefore(Refusal):
    """Somebody keyed this slip in before (details: label, state)."""

    code = "paper_keyed_before"


class NoteUnknown(Refusal):
    """No note has this code."""

    code, status = "note_unknown", 404


class NoteUsed(Refusal):
    """The note gave its number before."""

    code = "note_used"


class NoteExpired(Refusal):
    """The note's days are over (details: until)."""

    code = "note_expired"


class NoteOfAnother(Refusal):
    """The note counts for another service (details: service)."""

    code = "note_of_another_service"


class AppointmentUnknown(Refusal):
    """No appointment has this code."""

    code, status = "appointment_unknown", 404


class AppointmentUsed(Refusal):
    """The appointment gave its number before."""

    code = "appointment_used"


class AppointmentGone(Refusal):
    """The appointment was cancelled."""

    code = "appointment_cancelled"


class AppointmentNotToday(Refusal):
    """The appointment is on another day (details: day)."""

    code = "appointment_not_today"


class AppointmentEarly(Refusal):
    """Its time has not come; the code still counts (details: at, since, and by the hall's clock time, since_time)."""

    code = "appointment_early"


class AppointmentOfAnother(Refusal):
    """The appointment is for another service (details: service)."""

    code = "appointment_of_another"


class NotBookable(Refusal):
    """This service takes no appointments (details: service)."""

    code = "not_bookable"


class SlotPast(Refusal):
    """The time asked for is over (details: service)."""

    code = "slot_past"


class SlotNotOffered(Refusal):
    """No appointments are made for this time: it is closed, too far ahead, or no hour of it (details: service)."""

    code = "slot_not_offered"


class SlotFull(Refusal):
    """All appointments of this time are taken (details: service)."""

    code = "slot_full"


class NobodyWaiting(Refusal):
    """No ticket waits in the queues this counter serves."""

    code = "nobody_waiting"


class OnBreak(Refusal):
    """Nobody is called during this break (details: until, reason)."""

    code = "on_break"


class CounterHeld(Refusal):
    """Somebody sits at this counter (details: counter, since)."""

    code = "counter_held"


class CounterNotHeld(Refusal):
    """The caller does not hold this counter."""

    code = "counter_not_held"


class HoldsAnotherCounter(Refusal):
    """The caller already sits at another counter (details: counter)."""

    code = "holds_another_counter"


class CounterNotOpen(Refusal):
    """The counter is closed or paused (details: state)."""

    code = "counter_not_open"


class VisitorAtCounter(Refusal):
    """A visitor is at this counter: finish first (details: label)."""

    code = "visitor_at_counter"


class AbsentTooEarly(Refusal):
    """Absent only after the site's number of calls (details: calls, needed)."""

    code = "absent_too_early"


class RecalledTooSoon(Refusal):
    """The visitor was called just now: wait so long before the next call (details: seconds)."""

    code = "recalled_too_soon"


class NothingToUndo(Refusal):
    """There is no move of the caller at this counter that could still be taken back."""

    code = "nothing_to_undo"


class UndoTooLate(Refusal):
    """Somebody has acted upon it since (details: label)."""

    code = "undo_too_late"


class PlanNotSound(Refusal):
    """A visit has each service once, and at most so many (details: most)."""

    code, status = "plan_not_sound", 422


class NoteHoldsNumber(Refusal):
    """A note among colleagues holds what looks like a person's number."""

    code, status = "note_holds_number", 422


class RequestIdReused(Refusal):
    """The same request_id came with another command or other content."""

    code = "request_id_reused"


class TooManyTickets(Refusal):
    """This kiosk issued its number of tickets for the minute (details: per_minute, seconds)."""

    code, status = "too_many_tickets", 429


class ClockInDoubt(Refusal):
    """The machine's clock makes no sense; a person must confirm the day first (details: now, last)."""

    code = "clock_in_doubt"


class JobNotYours(Refusal):
    """The lease of this job ran out or belongs to another agent."""

    code = "job_not_yours"


class DayAlreadyClosed(Refusal):
    """The business day is closed."""

    code = "day_closed"


class MallNotSound(Refusal):
    """The mall's file contradicts itself (details: problems, a list of texts)."""

    code, status = "mall_not_sound", 422


class NameNotSound(Refusal):
    """A sign-in name has 1 to 60 letters, digits, or ._@- and spaces between them (details: username)."""

    code, status = "name_not_sound", 422


class NotYourself(Refusal):
    """Nobody takes the own way in away: somebody else must."""

    code = "not_yourself"


class QuotaNotRaised(Refusal):
    """Today's quota is `present` already, or the service gives numbers without end (details: present)."""

    code = "quota_not_raised"


class HoursClosed(Refusal):
    """It does not open on this day, so there is nothing to extend (details: day, agency)."""

    code = "hours_closed"


class HoursNotExtended(Refusal):
    """Hours are only made longer: it closes at `close` and gives numbers until `last_ticket` already."""

    code = "hours_not_extended"


class DayIsOpen(Refusal):
    """The business day is open."""

    code = "day_is_open"


class AlreadySigned(Refusal):
    """The day's report carries a name already (details: day)."""

    code = "already_signed"


class ProfileInUse(Refusal):
    """Another agency works by this profile too (details: agencies)."""

    code, status = "profile_in_use", 403


class ProfileHasCounters(Refusal):
    """These counters work by the profile; give them another one first (details: counters)."""

    code = "profile_has_counters"
