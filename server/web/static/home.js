/* Where one's work begins after signing in, by role. */

const HOMES = { greeter: "/counter/greeter", manager: "/floor/", supervisor: "/floor/", auditor: "/floor/" };

export const homeOf = (staff) => HOMES[staff?.role] ?? "/counter/";
