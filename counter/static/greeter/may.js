/** What may be done with a ticket or a service, by its state and by who is signed in. Pure; the server decides all the same. */

export const ROLES = ["greeter", "supervisor", "manager", "admin"];

const LIVING = new Set(["waiting", "called", "serving", "parked", "absent"]);

/** A manager reaches the own agency only. */
export const reaches = (staff, agency) => !staff.agency || staff.agency === agency;

/**
 * {primary, others}: the next thing to do with this visitor, if there is one, and what else can be done, in reading order.
 * A priority that was asked for waits for an answer before anything else; then comes who may be brought back.
 */
export function movesFor(ticket) {
  const living = LIVING.has(ticket.state);
  const asked = living && ticket.priority === "requested";
  const primary = asked ? "confirm" : ticket.may_return ? "return" : null;
  const others = [
    asked && "decline",
    ticket.may_return && primary !== "return" && "return",
    living && ticket.priority === "" && "priority",
    living && ticket.priority === "declined" && "confirm",
    living && ticket.priority === "confirmed" && "decline",
    ["waiting", "parked"].includes(ticket.state) && "move",
    living && "plan",
    "reprint",
  ].filter(Boolean);
  return { primary, others };
}
