// Whether outputs look like a detector's, and where its boxes are then: a guess from shapes and values, to be said as one.
import { type BoxForm, boxFormSchema } from '#core/contract/acceptance.ts';
import { candidatesOf, type NumericOutput, type NumericOutputs } from './decodeBoxes.ts';

export interface TypedOutput extends NumericOutput {
  /** Whether it holds floating-point numbers. */
  readonly float: boolean;
}

/** One head holds at least so many times more candidates than numbers for each. */
const slender = 10;

/** @returns undefined where nothing looks like boxes. */
export function guessBoxForm(outputs: Readonly<Record<string, TypedOutput>>): BoxForm | undefined {
  for (const form of forms(outputs)) {
    const found = fitted(form, outputs);
    if (found) return found;
  }
  return undefined;
}

function forms(outputs: Readonly<Record<string, TypedOutput>>): BoxForm[] {
  const entries = Object.entries(outputs);
  const pairs = entries.flatMap(([boxes, { dims, float }]) => {
    if (!float || dims.at(-1) !== 4 || dims.length < 2) return [];
    const leading = dims.slice(0, -1);
    return entries.flatMap(([scores, given]) => {
      if (scores === boxes || !given.float) return [];
      if (dims.length > 2 && String(given.dims.slice(0, -1)) === String(leading)) {
        return [boxFormSchema.parse({ boxes, scores })];
      }
      if (String(given.dims) !== String(leading)) return [];
      const labels = entries.find(([, other]) => !other.float && String(other.dims) === String(leading))?.[0] ?? null;
      return dims.length > 2 || labels !== null ? [boxFormSchema.parse({ boxes, scores, labels })] : [];
    });
  });
  const heads = entries.flatMap(([name, { dims, float }]) => {
    const [last = 0, before = 0] = dims.toReversed();
    if (!float || dims.length !== 3) return [];
    if (before >= 5 && last >= slender * before) {
      return [boxFormSchema.parse({ boxes: name, scores: name, layout: 'columns', form: 'center' })];
    }
    if (last < 6 || before < slender * last) return [];
    const suppressed = boxFormSchema.parse({ boxes: name, scores: name, labels: name });
    const raw = [boxFormSchema.parse({ boxes: name, scores: name, form: 'center', objectness: true })];
    return last === 6 ? [suppressed, ...raw] : raw;
  });
  return [...pairs, ...heads];
}

/** The form with what only values tell; undefined where they contradict it. */
function fitted(form: BoxForm, outputs: NumericOutputs): BoxForm | undefined {
  const candidates = candidatesOf(form, outputs);
  if (!candidates || candidates.count === 0) return undefined;
  let corners = 0;
  let sized = 0;
  let several = false;
  for (let index = 0; index < candidates.count; index += 1) {
    const [a, b, c, d] = [0, 1, 2, 3].map((at) => candidates.side(index, at)) as [number, number, number, number];
    const { score, label } = candidates.best(index);
    if (!(score >= 0 && score <= 1.001)) return undefined;
    if (!Number.isInteger(label) || label < 0) return undefined;
    if (label > 0) several = true;
    if (c >= a && d >= b) corners += 1;
    if (c >= 0 && d >= 0) sized += 1;
  }
  const most = 0.99 * candidates.count;
  // One class alone could as well be a score that is nowhere above 0.
  if (form.labels === form.boxes) return corners >= most && several ? form : undefined;
  if (form.scores === form.boxes) return sized >= most ? form : undefined;
  const shaped = corners >= most ? 'corners' : sized >= most ? 'center' : undefined;
  if (shaped === undefined) return undefined;
  return { ...form, form: shaped, background: hasBackground(form, outputs, candidates.count) };
}

/** Class 0 is “nothing” where the scores of a candidate share 1 among them and it wins nearly everywhere. */
function hasBackground(form: BoxForm, outputs: NumericOutputs, count: number): boolean {
  const data = outputs[form.scores]?.data ?? [];
  const classes = data.length / count;
  if (classes < 2) return false;
  let wins = 0;
  for (let row = 0; row < count; row += 1) {
    const scores = Array.from({ length: classes }, (_, at) => data[row * classes + at] ?? 0);
    const sum = scores.reduce((total, score) => total + score, 0);
    if (Math.abs(sum - 1) > 0.01) return false;
    if (scores[0] === Math.max(...scores)) wins += 1;
  }
  return wins >= 0.8 * count;
}
