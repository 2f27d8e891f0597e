// Which classes an engine takes for which: counted over labelled samples.

export interface Confusion {
  /** Counts one sample by the indexes of its label and of what was chosen. */
  add(label: number, chosen: number): void;
  /** Null where nothing was counted. */
  result(): ConfusionMatrix | null;
}

export interface ConfusionMatrix {
  /** Indexes of the classes that occur, ascending; those of many classes that are confused most. */
  readonly classes: readonly number[];
  /** Samples by label (rows) and choice (columns), in the order of `classes`. */
  readonly counts: readonly (readonly number[])[];
  /** Samples that are not in the matrix, because their label or choice is none of `classes`. */
  readonly outside: number;
}

/** A matrix of more classes cannot be read. */
const mostClasses = 32;

export function confusion(): Confusion {
  const cells = new Map<number, Map<number, number>>();
  const wrong = new Map<number, number>();
  let total = 0;
  const note = (at: number, count: number) => wrong.set(at, (wrong.get(at) ?? 0) + count);
  return {
    add(label, chosen) {
      const row = cells.get(label) ?? new Map<number, number>();
      cells.set(label, row);
      row.set(chosen, (row.get(chosen) ?? 0) + 1);
      const miss = label === chosen ? 0 : 1;
      note(label, miss);
      note(chosen, miss);
      total += 1;
    },
    result() {
      if (total === 0) return null;
      const ranked = [...wrong].sort(([a, first], [b, second]) => second - first || a - b).slice(0, mostClasses);
      const classes = ranked.map(([at]) => at).sort((a, b) => a - b);
      const counts = classes.map((label) => classes.map((chosen) => cells.get(label)?.get(chosen) ?? 0));
      const inside = counts.flat().reduce((sum, count) => sum + count, 0);
      return { classes, counts, outside: total - inside };
    },
  };
}
