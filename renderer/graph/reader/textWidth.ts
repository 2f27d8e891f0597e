// How wide a text will be, without a font to ask: the worker measures before anything is drawn.

/** Em of a letter in a broad sans serif; narrower fonts leave a little air. */
const em = new Map<string, number>();
for (const [letters, width] of [
  ["ijl'|.,:; !Iı", 0.34],
  ['ft()[]/\\-r', 0.41],
  ['cksvxyzJ_', 0.57],
  ['mwMW@%', 0.95],
  ['ABCDEFGHKLNOPQRSTUVXYZ&', 0.72],
] as const) {
  for (const letter of letters) em.set(letter, width);
}
const other = 0.64;
/** The same by code, for the letters of nearly all names. */
const emByCode = Float64Array.from({ length: 128 }, (_, code) => em.get(String.fromCharCode(code)) ?? other);
const boldness = 1.12;

/** Pixels of a text in the user interface's font. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0;
    sum += code < emByCode.length ? (emByCode[code] as number) : (em.get(String.fromCodePoint(code)) ?? other);
    if (code > 0xffff) index++;
  }
  return sum * size * (bold ? boldness : 1);
}

/** Pixels of a text in the monospaced font. */
export function monoWidth(text: string, size: number): number {
  return text.length * size * 0.605;
}

/** The text, cut with an ellipsis where it is wider than `most` pixels; '' where less than a word would remain. */
export function fitted(text: string, size: number, most: number): string {
  if (textWidth(text, size) <= most) return text;
  let end = text.length;
  while (end > 0 && textWidth(`${text.slice(0, end)}…`, size) > most) end--;
  return end < 3 ? '' : `${text.slice(0, end).trimEnd()}…`;
}
