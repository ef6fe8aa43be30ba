// Asked on the page: which texts reach out of their line or the window, or over the plate beside them; and whether anything scrolls.
() => {
  const LINES = ".panel, .row, .head, .foot, .strip, .crowd";
  const TEXTS = ".label, .plate, .counter, .head p, .head h1, .foot p, .strip li";
  const textOf = (one) => {
    const range = document.createRange();
    const own = [...one.childNodes].filter((node) => !node.classList?.contains("unseen"));
    range.setStartBefore(own[0]);
    range.setEndAfter(own.at(-1));
    return range.getBoundingClientRect();
  };
  const isCut = (one) => {
    const text = textOf(one);
    const line = one.closest(LINES).getBoundingClientRect();
    return text.left < line.left - 1 || text.right > line.right + 1 || text.right > innerWidth + 1;
  };
  const isOverPlate = (row) => {
    const [label, plate] = [row.querySelector(".label"), row.querySelector(".plate, .counter")];
    return textOf(label).right > plate.getBoundingClientRect().left;
  };
  const cut = [...document.querySelectorAll(TEXTS)].filter((one) => one.childNodes.length && isCut(one));
  const over = [...document.querySelectorAll(".row")].filter(isOverPlate);
  const page = document.documentElement;
  const scrolls = page.scrollWidth > innerWidth || page.scrollHeight > innerHeight ? ["scrolls"] : [];
  return [...cut.map((one) => `cut: ${one.textContent}`), ...over.map((one) => `over its plate: ${one.textContent}`), ...scrolls];
}
