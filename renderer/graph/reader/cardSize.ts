// How large a card is, known from its words alone: the worker lays out before anything is drawn.
import type { Cell } from '../scene.ts';
import type { CardWords } from './describeCard.ts';

export const cardMetrics = {
  header: 28,
  row: 18,
  /** Above and below the rows together. */
  padding: 10,
  /** The row of ways into what a card holds. */
  inside: 26,
  /** Left and right of all text together. */
  sides: 22,
  narrowest: 92,
  widest: 248,
  /** Below a card, where its edges' label stands. */
  label: 16,
} as const;

/** Wider than most fonts draw them, so that text seldom has to be cut: pixels of a letter. */
const titleLetter = 7.6;
const nameLetter = 6.3;
const monoLetter = 6.65;
const wideLetter = 6.4;
const longestName = 24;
const cellGap = 12;

export interface CardSize {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly (readonly Cell[])[];
}

/** Packs the cells into rows, weights before attributes, and measures. */
export function sizeCard({ title, name, cells, kind, inside }: CardWords): CardSize {
  const rows = packRows(cells);
  const shown = shortName(name);
  const [main, side] = kind === 'operator' ? [title, shown] : [shown, title];
  const header = main.length * titleLetter + (side === '' ? 0 : cellGap + side.length * nameLetter);
  const widest = rows.reduce((most, row) => Math.max(most, rowWidth(row)), header);
  const { narrowest, sides, padding, row } = cardMetrics;
  return {
    width: Math.ceil(Math.min(cardMetrics.widest, Math.max(narrowest, widest + sides))),
    height:
      cardMetrics.header +
      (rows.length === 0 ? 0 : rows.length * row + padding) +
      (inside > 0 ? cardMetrics.inside : 0),
    rows,
  };
}

/** The end of a name says more than its start. */
export function shortName(name: string): string {
  return name.length <= longestName ? name : `…${name.slice(1 - longestName)}`;
}

export function cellWidth({ label, text, value }: Cell): number {
  const letter = value === '' ? wideLetter : monoLetter;
  return (label === '' ? 0 : (label.length + 1) * letter) + text.length * letter;
}

function rowWidth(row: readonly Cell[]): number {
  return row.reduce((sum, cell) => sum + cellWidth(cell), (row.length - 1) * cellGap);
}

function packRows(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  const room = cardMetrics.widest - cardMetrics.sides;
  let width = Number.POSITIVE_INFINITY;
  let weights = true;
  for (const cell of cells) {
    const own = cellWidth(cell);
    const sameKind = weights === (cell.value !== '');
    if (!sameKind || width + cellGap + own > room) {
      rows.push([cell]);
      width = own;
      weights = cell.value !== '';
    } else {
      rows.at(-1)?.push(cell);
      width += cellGap + own;
    }
  }
  return rows;
}
