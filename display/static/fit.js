// How wide a label is in ems of the number face, so that type can be as large as the longest code allows and never be cut.

const FACE = '800 100px "Num"';
const UNKNOWN = 3.7; // two letters and three digits, until the mall is known
const widths = new Map();

/** The face must be there before the first measure, or the fallback's widths would stay. */
export async function faceReady() {
  await Promise.race([document.fonts.load(FACE, "A-0"), new Promise((done) => setTimeout(done, 3000))]);
  widths.clear();
}

/** Digits are of one width (tnum), so all labels of a queue share one measure. */
export function emsOf(label) {
  const shape = label.replace(/\d/g, "0");
  if (!widths.has(shape)) widths.set(shape, measure(shape));
  return widths.get(shape);
}

/** On the page, not on a canvas: only there do the face's features and spacing count. */
function measure(shape) {
  const probe = document.createElement("span");
  probe.className = "num probe";
  probe.textContent = shape;
  document.body.append(probe);
  const ems = probe.getBoundingClientRect().width / 1000;
  probe.remove();
  return Math.ceil(ems * 100) / 100;
}

/** Ems of the widest label the mall's queues can print. */
export function longestLabel(mall) {
  if (!mall) return UNKNOWN;
  const digits = "0".repeat(mall.numbers?.digits ?? 3);
  return Math.max(...mall.services.map((service) => emsOf(`${service.queue}-${digits}`)));
}
