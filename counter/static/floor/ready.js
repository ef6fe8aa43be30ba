/** "Siap buka?": each thing the day needs with how it is, in words, and what a person confirms. */

import { html } from "/static/web/vendor/htm-preact.js";
import { leads, steers } from "./may.js";
import { Act, Icon } from "./parts.js";

const ICONS = { ok: "circle-check", look: "info-circle", wrong: "alert-triangle" };

export function Ready({ state, c }) {
  const { items, day } = state.page;
  const [wrong, look] = ["wrong", "look"].map((one) => items.filter((item) => item.state === one).length);
  const verdict = wrong ? c.w("floor.ready.wrong", { wrong, look }) : look ? c.w.n("floor.ready.look", look) : c.w("floor.ready.ok");
  const next = items.find((item) => item.state !== "ok" && actOf(item, state, c));
  return html`<p class="verdict ${wrong ? "wrong" : look ? "look" : "ok"}" role="status"><${Icon} name=${ICONS[wrong ? "wrong" : look ? "look" : "ok"]} size=${32} /><span>${verdict}</span></p>
    <p class="meta">${c.f.longDate(c.now())}${day.day ? "" : `. ${c.w("floor.ready.no_day")}`}</p>
    <ul class="checks">${items.map((item) => html`<${Item} key=${item.code} item=${item} next=${item === next} state=${state} c=${c} />`)}</ul>`;
}

function Item({ item, next, state, c }) {
  const act = actOf(item, state, c);
  return html`<li class=${item.state} data-item=${item.code}><${Icon} name=${ICONS[item.state]} size=${26} />
    <div class="word"><h2>${c.w(`floor.item.${item.code}`)} <span class="state">${c.w(`floor.item_state.${item.state}`)}</span></h2><p class="meta">${sentence(item, state.page, c)}</p></div>
    ${act && html`<${Act} label=${act.label} next=${next} off=${c.off} onPress=${act.press} c=${c} />`}</li>`;
}

/** A person's word where the machine cannot know: the clock, the paper, the sound. */
function actOf({ code, state: how }, { page, staff }, c) {
  if (!steers(staff) || !["clock", "paper", "sound"].includes(code)) return null;
  if (code === "clock" && page.clock.doubted) return leads(staff) ? { label: c.w("floor.check.clock.go"), press: () => c.open("clock", { day: page.today }) } : null;
  return how === "ok" || page.checks[code] ? null : { label: c.w(`floor.check.${code}.go`), press: () => c.open("check", { check: code }) };
}

const sentences = {
  clock: (page, c) => [c.w("floor.item.clock.now", { now: `${c.f.longDate(c.now())}, ${c.time(c.now())}` }), page.clock.doubted && c.w("floor.item.clock.doubted"), page.clock.stepped && c.w("floor.item.clock.stepped"), confirmed(page.checks.clock, c)],
  database: (page, c) => [c.w(trouble(page, ["disk_full", "disk_read_only", "disk_trouble", "database_damaged", "database_unavailable"]) ? "floor.item.database.wrong" : "floor.item.database.ok")],
  disk: (page, c) => [page.disk.disk_free_mb !== null && c.w("floor.item.disk.free", { gigabytes: Math.floor(page.disk.disk_free_mb / 1024) }), page.disk.disk_full_in_hours && c.w("floor.item.disk.full_in", { hours: Math.round(page.disk.disk_full_in_hours) })],
  backup: ({ backup }, c) => [backup.last_at ? c.w("floor.item.backup.last", { date: c.f.shortDate(backup.last_at), time: c.time(backup.last_at) }) : c.w("floor.item.backup.never"), c.w(backup.where ? "floor.item.backup.where" : "floor.item.backup.nowhere", { where: backup.where })],
  hours: ({ hours }, c) => hoursSaid(hours, c),
  holidays: ({ holidays }, c) => [c.w(!holidays.this_year ? "floor.item.holidays.none" : holidays.next_year ? "floor.item.holidays.both" : "floor.item.holidays.this_year")],
  paper: ({ printers, checks }, c) => [...printers.filter((one) => one.state !== "ready").map((one) => `${one.name}: ${c.w(`floor.thing.${one.state}`)}.`), printers.every((one) => one.state === "ready") && c.w.n("floor.item.paper.ok", printers.length), confirmed(checks.paper, c)],
  sound: ({ checks }, c) => [checks.sound ? confirmed(checks.sound, c) : c.w("floor.item.sound.nobody")],
  kiosks: (page, c) => connectedSaid(page, "kiosk", c),
  displays: (page, c) => connectedSaid(page, "display", c),
  agents: (page, c) => [...connectedSaid(page, "agent", c), !page.devices.some((one) => one.kind === "agent" && one.connected) && c.w("floor.item.agents.none")],
  staff: ({ expected }, c) => staffSaid(expected, c),
};

const sentence = ({ code }, page, c) => (sentences[code]?.(page, c) ?? []).filter(Boolean).join(" ");

const trouble = (page, names) => names.some((name) => page.troubles.includes(name));

const confirmed = (check, c) => (check ? c.w("floor.item.confirmed", { who: check.by ?? "–", time: c.time(check.at) }) : null);

function hoursSaid(hours, c) {
  const open = hours.filter((one) => one.open);
  const opens = open.map((one) => one.hours.open).sort()[0];
  const closes = open.map((one) => one.hours.close).sort().at(-1);
  const clock = (text) => (c.w.language === "id" ? text.replace(":", ".") : text);
  const shut = hours.filter((one) => !one.open).map((one) => (one.name ? `${one.short} (${c.text(one.name)})` : one.short));
  return [open.length ? c.w("floor.item.hours.open", { open: open.length, all: hours.length, opens: clock(opens), closes: clock(closes) }) : c.w("floor.item.hours.none"), shut.length > 0 && open.length > 0 && c.w("floor.item.hours.shut", { who: shut.join(", ") })];
}

function connectedSaid({ devices }, kind, c) {
  const all = devices.filter((one) => one.kind === kind);
  const away = all.filter((one) => !one.connected).map((one) => one.name);
  if (!all.length) return [c.w("floor.item.devices.none")];
  return [c.w("floor.item.devices.connected", { n: all.length - away.length, all: all.length }), away.length > 0 && c.w("floor.item.devices.away", { names: away.join(", ") })];
}

function staffSaid(expected, c) {
  const away = expected.filter((one) => !one.signed_in);
  if (!expected.length) return [c.w("floor.item.staff.nobody")];
  return [c.w("floor.item.staff.in", { n: expected.length - away.length, all: expected.length }), away.length > 0 && c.w("floor.item.staff.away", { names: away.map((one) => c.w("floor.item.staff.at", { name: one.username, counter: one.counter })).join(", ") })];
}
