/** Which page of the greeter stands, as an address says it: home, a ticket, a service. Pure. */

export const HOME = Object.freeze({ name: "home" });

/** "?ticket=C-014" → {name: "ticket", label}; what is not understood is home. */
export function placeIn(search) {
  const asked = new URLSearchParams(search);
  const [label, code] = [asked.get("ticket"), asked.get("service")];
  if (label && /^[A-Za-z0-9_-]{1,40}$/.test(label)) return { name: "ticket", label };
  if (code && /^[A-Za-z0-9_-]{1,16}$/.test(code)) return { name: "service", code };
  return HOME;
}

export function addressOf(place) {
  if (place.name === "ticket") return `?ticket=${encodeURIComponent(place.label)}`;
  return place.name === "service" ? `?service=${encodeURIComponent(place.code)}` : "";
}

export const isSame = (one, other) => addressOf(one) === addressOf(other);
