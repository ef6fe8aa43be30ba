// How wide a label is in ems of the number face, so that type can be as large as the longest code allows and never be cut.

const FACE = '800 100px "Num"';
const SPACING = -0.02; // em, as in .num
const TWO_LETTERS = 3.7;
const REMEMBERED = 2000;
const WIDEST_DIGIT = "0"; // the face has no figures of one width
const widths = new Map();
let pen = null;

/** The face must be there before the first measure, or the fallback's widths would stay. */
export async function faceReady() {
  await Promise.race([document.fonts.load(FACE, "A-0"), new Promise((done) => setTimeout(done, 3000))]);
  widths.clear();
}

export function emsOf(label) {
  if (widths.size > REMEMBERED) widths.clear();
  if (!widths.has(label)) widths.set(label, measure(label));
  return widths.get(label);
}

function measure(label) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = FACE;
  return Math.ceil(pen.measureText(label).width + SPACING * 100 * label.length + 2) / 100;
}

/** Ems of the widest label the mall's queues can print; that of two letters and three digits until the mall is known. */
export function longestLabel(mall) {
  if (!mall) return TWO_LETTERS;
  const digits = WIDEST_DIGIT.repeat(mall.numbers?.digits ?? 3);
  return Math.max(...mall.services.map((service) => emsOf(`${service.queue}-${digits}`)));
}
