// From a detector's outputs to its boxes: candidates above the threshold, without those that overlap a better one.
import type { BoxForm } from '#core/contract/acceptance.ts';
import { type Box, intersectionOverUnion } from './box.ts';

export interface NumericOutput {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}

export type NumericOutputs = Readonly<Record<string, NumericOutput | undefined>>;

/** So many candidates go into suppression, the best ones: it takes time in proportion to their square. */
const mostCandidates = 2000;

/** @returns the best first; undefined where an output is missing or has another shape than the form says. */
export function decodeBoxes(form: BoxForm, outputs: NumericOutputs): readonly Box[] | undefined {
  const candidates = candidatesOf(form, outputs);
  if (candidates === undefined) return undefined;
  const found: Box[] = [];
  for (let index = 0; index < candidates.count; index += 1) {
    const best = candidates.best(index);
    if (best.score >= form.threshold) found.push({ ...cornersOf(form, (at) => candidates.side(index, at)), ...best });
  }
  return suppress(found.sort((a, b) => b.score - a.score).slice(0, mostCandidates), form.overlap);
}

interface Candidates {
  readonly count: number;
  /** Number 0 to 3 of a candidate's box. */
  side(index: number, at: number): number;
  best(index: number): { readonly score: number; readonly label: number };
}

export function candidatesOf(form: BoxForm, outputs: NumericOutputs): Candidates | undefined {
  const boxes = outputs[form.boxes];
  if (boxes === undefined) return undefined;
  const cells = table(boxes, form.layout);
  if (cells.width < 4) return undefined;
  const side = (index: number, at: number) => cells.at(index, at);
  if (form.scores === form.boxes && form.labels === form.boxes) {
    const best = (index: number) => ({ score: cells.at(index, 4), label: cells.at(index, 5) });
    return cells.width > 5 ? { count: cells.count, side, best } : undefined;
  }
  if (form.scores === form.boxes) {
    const first = form.objectness ? 5 : 4;
    const weight = (index: number) => (form.objectness ? cells.at(index, 4) : 1);
    const best = (index: number) => {
      const { score, label } = largest(cells, index, first + Number(form.background));
      return { score: score * weight(index), label: label - first };
    };
    return cells.width > first ? { count: cells.count, side, best } : undefined;
  }
  const given = outputs[form.scores];
  if (given === undefined) return undefined;
  if (given.data.length === cells.count) {
    const labels = form.labels === null ? undefined : outputs[form.labels]?.data;
    return { count: cells.count, side, best: (at) => ({ score: given.data[at] ?? 0, label: labels?.[at] ?? 0 }) };
  }
  const scores = table(given, form.layout);
  if (scores.count !== cells.count) return undefined;
  return { count: cells.count, side, best: (index) => largest(scores, index, Number(form.background)) };
}

interface Table {
  readonly count: number;
  readonly width: number;
  at(row: number, column: number): number;
}

function table({ dims, data }: NumericOutput, layout: BoxForm['layout']): Table {
  if (layout === 'columns') {
    const count = dims.at(-1) ?? 0;
    return { count, width: dims.at(-2) ?? 0, at: (row, column) => data[column * count + row] ?? 0 };
  }
  const width = dims.at(-1) ?? 0;
  return {
    count: width > 0 ? data.length / width : 0,
    width,
    at: (row, column) => data[row * width + column] ?? 0,
  };
}

function largest(cells: Table, row: number, from: number): { readonly score: number; readonly label: number } {
  let label = from;
  for (let column = from + 1; column < cells.width; column += 1) {
    if (cells.at(row, column) > cells.at(row, label)) label = column;
  }
  return { score: cells.at(row, label), label };
}

function cornersOf({ form }: BoxForm, side: (at: number) => number): Omit<Box, 'score' | 'label'> {
  const [a, b, c, d] = [side(0), side(1), side(2), side(3)];
  if (form === 'corners') return { x1: a, y1: b, x2: c, y2: d };
  if (form === 'cornerSize') return { x1: a, y1: b, x2: a + c, y2: b + d };
  return { x1: a - c / 2, y1: b - d / 2, x2: a + c / 2, y2: b + d / 2 };
}

/** Greedy non-maximum suppression within each class. */
function suppress(candidates: readonly Box[], overlap: number): readonly Box[] {
  const kept: Box[] = [];
  for (const box of candidates) {
    const hidden = kept.some((better) => better.label === box.label && intersectionOverUnion(better, box) > overlap);
    if (!hidden) kept.push(box);
  }
  return kept;
}
