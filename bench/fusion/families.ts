// Scores family by family and form by form: what the networks have in common decides what fuses.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printTable } from '../support/table.ts';
import type { Score } from './score.ts';

const familyOf = JSON.parse(readFileSync(join(import.meta.dirname, 'families.json'), 'utf8')) as Readonly<
  Record<string, string>
>;

export interface FamilyScore {
  readonly set: string;
  readonly family: string;
  readonly variant: string;
  readonly engines: number;
  readonly mean: number;
  readonly least: number;
}

/** Mean and least F1 of each family in each form, and over all families. */
export function byFamily(set: string, scores: readonly Score[]): readonly FamilyScore[] {
  const rows = new Map<string, number[]>();
  for (const { model, variant, f1 } of scores) {
    for (const family of [familyOf[model] ?? 'other', 'all'])
      rows.set(`${family}\n${variant}`, [...(rows.get(`${family}\n${variant}`) ?? []), f1]);
  }
  return [...rows].map(([key, values]) => {
    const [family = '', variant = ''] = key.split('\n');
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    return { set, family, variant, engines: values.length, mean, least: Math.min(...values) };
  });
}

/** A row for each set and family, mean F1 and the least in brackets for each form. */
export function printFamilies(scores: readonly FamilyScore[]): void {
  const variants = [...new Set(scores.map(({ variant }) => variant))];
  const rows = [...new Set(scores.map(({ set, family }) => `${set}\n${family}`))].toSorted();
  console.log('\nMean F1 by family (the least in brackets)');
  printTable(
    ['set', 'family', 'engines a form', ...variants],
    rows.map((row) => {
      const own = scores.filter(({ set, family }) => `${set}\n${family}` === row);
      const cells = variants.map((variant) => {
        const found = own.find((one) => one.variant === variant);
        return found ? `${found.mean.toFixed(3)} (${found.least.toFixed(3)})` : '';
      });
      const [set = '', family = ''] = row.split('\n');
      return [set, family, String(Math.max(...own.map(({ engines }) => engines))), ...cells];
    }),
  );
}
