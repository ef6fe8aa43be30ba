/* Measured on the glass: text that is cut, covered or too small, targets too small, too near, too high, and parts that lie over each other. */
() => {
  const root = document.documentElement;
  const unit = parseFloat(getComputedStyle(root).fontSize) / 10; // one pixel of 1080 × 1920
  const large = root.hasAttribute("data-large");
  const lowest = root.hasAttribute("data-reach") ? innerHeight / 3 : 0;
  const name = (el) => `${el.tagName.toLowerCase()}.${el.getAttribute("class") ?? ""} “${el.textContent.trim().slice(0, 24)}”`;
  const seen = (el) => {
    const box = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.display !== "contents" && !el.closest(".unseen");
  };
  const hasText = (el) => [...el.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const HEM = 0.22; // of a line's box, above and below, no letter reaches
  const linesOf = (el) => [...el.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim()).flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1)
      .map(({ left, right, top, bottom, height }) => ({ left, right, top: top + HEM * height, bottom: bottom - HEM * height }));
  });
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  const clippers = (el) => (el && layer.contains(el) ? [...(getComputedStyle(el).overflowY === "visible" ? [] : [el.getBoundingClientRect()]), ...clippers(el.parentElement)] : []);
  const layer = document.querySelector(".veil") ?? document.querySelector(".frame");
  const all = [...layer.querySelectorAll("*")].filter((el) => !(el.closest("svg") && el.tagName !== "svg") && seen(el));
  const faults = [];

  for (const el of all) {
    const box = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1) faults.push(`outside the glass: ${name(el)}`);
    const holds = style.display !== "inline" && (hasText(el) || el.tagName === "BUTTON" || style.overflowY !== "visible");
    if (holds && el.clientWidth && el.scrollWidth > el.clientWidth + 2) faults.push(`text too wide: ${name(el)}`);
    if ((el.tagName === "BUTTON" || style.overflowY !== "visible") && el.scrollHeight > el.clientHeight + 2) faults.push(`cut below: ${name(el)}`);
    if (large && hasText(el) && parseFloat(style.fontSize) < 36 * unit - 0.5) faults.push(`${Math.round(parseFloat(style.fontSize) / unit)} px: ${name(el)}`);
  }

  const targets = all.filter((el) => el.tagName === "BUTTON").map((el) => ({ el, box: el.getBoundingClientRect() }));
  const least = (el) => (el.matches(".key, .turn, .tab") ? 76 : 96) * unit - 1;
  for (const { el, box } of targets) {
    if (Math.min(box.width, box.height) < least(el)) faults.push(`${Math.round(box.width / unit)}×${Math.round(box.height / unit)}: ${name(el)}`);
    if (box.top < lowest - 0.5) faults.push(`in the upper third, at ${Math.round(box.top)}: ${name(el)}`);
  }
  /* Choices of one control (languages, tabs) share an edge, as one picture; any two others stand ten pixels apart. */
  const isOneControl = (a, b) => a.parentElement === b.parentElement && a.parentElement.matches(".languages, .strip:not(.turns)");
  targets.forEach((one, place) => targets.slice(place + 1).forEach((other) => {
    const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right);
    const gap = Math.max(across, Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom));
    if (gap < (isOneControl(one.el, other.el) ? -1 : 10 * unit - 1)) faults.push(`gap of ${Math.round(gap)}: ${name(one.el)} and ${name(other.el)}`);
  }));

  const parts = [...layer.querySelectorAll(".head, .bar, .page > *, .tells > *, .told > *, .number-page > section > *, .tab-panel > *, .dialog > *")].filter(seen);
  const box = new Map(parts.map((part) => [part, part.getBoundingClientRect()]));
  parts.forEach((one, place) => parts.slice(place + 1).forEach((other) => {
    if (one.contains(other) || other.contains(one)) return;
    const [a, b] = [box.get(one), box.get(other)];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 2 && down > 2) faults.push(`over each other: ${name(one)} and ${name(other)}`);
  }));
  /* Lines of text as they are painted, without the room above and below their letters: none under a button or the buttons that turn pages, none over another. */
  const lines = all.filter((el) => hasText(el)).flatMap((el) => linesOf(el).map((line) => ({ el, ...line })));
  const fixed = [...targets.map(({ el }) => el), ...layer.querySelectorAll(".strip, .actions, .also, .bar, .head")].filter(seen);
  for (const el of fixed) {
    const over = el.getBoundingClientRect();
    for (const line of lines) {
      if (el.contains(line.el) || line.el.contains(el) || !meets(line, over)) continue;
      faults.push(`text under ${name(el)}: ${name(line.el)}`);
    }
  }
  lines.forEach((one, place) => lines.slice(place + 1).forEach((other) => {
    if (one.el !== other.el && !one.el.contains(other.el) && !other.el.contains(one.el) && meets(one, other)) faults.push(`text over text: ${name(one.el)} and ${name(other.el)}`);
  }));
  for (const line of lines) {
    const cut = clippers(line.el).find((box) => line.bottom > box.bottom + 2 || line.right > box.right + 2 || line.top < box.top - 2 || line.left < box.left - 2);
    if (cut) faults.push(`text cut off: ${name(line.el)}`);
  }
  return { faults, elements: all.length, targets: targets.length };
};
