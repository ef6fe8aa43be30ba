/** Looks once a second whether a printer changed, and then takes its part of the page afresh. */

const lost = document.querySelector("#lost");
const seenOf = (printer) =>
  `${printer.mode}/${printer.papers.length ? printer.papers[0].number : 0}/${printer.unfinished_rows}`;

async function look() {
  try {
    const { printers } = await (await fetch("/printers")).json();
    const sections = [...document.querySelectorAll("[data-printer]")];
    const changed = sections.filter((section) => {
      const printer = printers.find(({ id }) => id === section.dataset.printer);
      return printer && seenOf(printer) !== section.dataset.seen;
    });
    if (changed.length) await renew(changed);
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(look, 1000);
}

async function renew(sections) {
  const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const section of sections) {
    const focused = section.contains(document.activeElement) ? document.activeElement.value : null;
    const next = fresh.querySelector(`[data-printer="${CSS.escape(section.dataset.printer)}"]`);
    section.replaceWith(next);
    if (focused) next.querySelector(`button[value="${focused}"]`)?.focus();
  }
}

/** Without this script the form works too, and loads the page anew. */
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(event.target.action, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ mode: event.submitter.value }),
  });
});

look();
