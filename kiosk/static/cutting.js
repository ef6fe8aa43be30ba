/** Where a list is cut into pages, from the heights of its items and the room there is. Pure. */

/**
 * One column: each page takes as many items as fit. Several columns: rows of one height (the tallest item's), read downwards, pages evenly full.
 * @returns {{pages: {from: number, to: number}[], rows: number}} `to` is exclusive; `rows` is 0 in one column
 */
export function cutIntoPages({ heights, columns, gap, room, roomWithButtons }) {
  if (heights.length === 0) return { pages: [{ from: 0, to: 0 }], rows: 0 };
  return columns > 1 ? cutGrid({ heights, columns, gap, room, roomWithButtons }) : cutColumn({ heights, gap, room, roomWithButtons });
}

function cutColumn({ heights, gap, room, roomWithButtons }) {
  const whole = heights.reduce((sum, height) => sum + height + gap, -gap);
  if (whole <= room + 1) return { pages: [{ from: 0, to: heights.length }], rows: 0 };
  const pages = [];
  let from = 0;
  let used = 0;
  heights.forEach((height, place) => {
    if (place > from && used + height > roomWithButtons + 1) {
      pages.push({ from, to: place });
      from = place;
      used = 0;
    }
    used += height + gap;
  });
  pages.push({ from, to: heights.length });
  return { pages: pages.length === 1 ? [{ from: 0, to: heights.length }] : pages, rows: 0 };
}

function cutGrid({ heights, columns, gap, room, roomWithButtons }) {
  const tallest = Math.max(...heights);
  const rowsIn = (space) => Math.max(1, Math.floor((space + gap + 1) / (tallest + gap)));
  const wanted = Math.ceil(heights.length / columns);
  if (wanted <= rowsIn(room)) return { pages: [{ from: 0, to: heights.length }], rows: wanted };
  const count = Math.ceil(heights.length / (rowsIn(roomWithButtons) * columns));
  const rows = Math.ceil(heights.length / count / columns);
  return { pages: slices(heights.length, rows * columns), rows };
}

function slices(length, size) {
  const pages = [];
  for (let from = 0; from < length; from += size) pages.push({ from, to: Math.min(from + size, length) });
  return pages;
}
