// How large a card is, known from its words alone: the worker lays out before anything is drawn.
import { type Cell, isPortKind } from '../scene.ts';
import type { CardWords } from './describeCard.ts';
import { monoWidth, textWidth } from './textWidth.ts';

export const cardMetrics = {
  header: 28,
  row: 18,
  /** Above and below the rows together. */
  padding: 10,
  /** The row of ways into what a card holds. */
  inside: 30,
  /** Left and right of all text together. */
  sides: 22,
  narrowest: 92,
  widest: 248,
} as const;

const titleSize = 12;
const smallSize = 11;
const longestName = 24;
const cellGap = 12;
const labelGap = 5;
/** The icon, padding and gap of a way into a card. */
const wayAround = 38;

export interface CardSize {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly (readonly Cell[])[];
}

/** Cells in rows, and how wide the widest of these is. */
export interface PackedCells {
  readonly rows: readonly (readonly Cell[])[];
  readonly width: number;
}

/** Packs the cells into rows, weights before attributes, and measures. */
export function sizeCard(words: CardWords): CardSize {
  const packed = packCells(words.cells);
  return { ...sizeAround(words, packed), rows: packed.rows };
}

export function packCells(cells: readonly Cell[]): PackedCells {
  const rows = packRows(cells);
  return { rows, width: rows.reduce((most, row) => Math.max(most, rowWidth(row)), 0) };
}

/** The size of a card with those cells in it. */
export function sizeAround(
  { title, name, kind, inside }: Pick<CardWords, 'title' | 'name' | 'kind' | 'inside'>,
  { rows, width }: PackedCells,
): { readonly width: number; readonly height: number } {
  const { narrowest, widest, sides, padding, row } = cardMetrics;
  const ways = inside.reduce((sum, label) => sum + textWidth(label, smallSize) + wayAround, 0);
  // What is as wide as a card can be already is not made wider by its head.
  const content = width + sides >= widest ? width : Math.max(width, ways, headWidth(title, name, kind));
  return {
    width: Math.ceil(Math.max(narrowest, ways, Math.min(widest, content + sides))),
    height:
      cardMetrics.header +
      (rows.length === 0 ? 0 : rows.length * row + padding) +
      (inside.length > 0 ? cardMetrics.inside : 0),
  };
}

function headWidth(title: string, name: string, kind: CardWords['kind']): number {
  const shown = shortName(name);
  const [main, side] = isPortKind(kind) ? [shown, title] : [title, shown];
  return textWidth(main, titleSize, true) + (side === '' ? 0 : cellGap + textWidth(side, smallSize));
}

/** The end of a name says more than its start. */
export function shortName(name: string): string {
  return name.length <= longestName ? name : `…${name.slice(1 - longestName)}`;
}

export function cellWidth({ label, text: known, value, letters = 0 }: Cell): number {
  const measure = value === '' ? textWidth : monoWidth;
  const text = known.padEnd(letters, '0');
  return (label === '' ? 0 : measure(label, smallSize) + labelGap) + measure(text, smallSize);
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
