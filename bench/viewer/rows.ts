// What is kept of the bench: a row a model, written as soon as it is known; rows of models not measured now stay.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeResults } from '../support/results.ts';
import { type BenchModel, benchModels } from './models.ts';
import type { Movement } from './movement.ts';

export interface Rest {
  readonly memory: { readonly now: number; readonly most: number; readonly objects: number; readonly buffers: number };
  readonly movement: Movement | null;
  readonly search: readonly number[] | null;
}

/** `open`: milliseconds of each run, in the order in which they were taken. */
export interface Measured extends Rest {
  readonly open: readonly number[];
}

export interface Row {
  readonly model: BenchModel;
  readonly lathe: Measured | null;
  readonly netron: Measured | null;
}

interface Kept {
  readonly name: string;
}

const path = join(import.meta.dirname, '../results/viewer.json');

export function keep(chromium: string, netron: string, { model, ...both }: Row): void {
  const { name, what, goal } = model;
  const fresh = { name, what, goal, date: new Date().toISOString(), ...both };
  const others = kept().filter((row) => row.name !== name);
  const place = (row: Kept) => benchModels.findIndex((one) => one.name === row.name);
  const models = [...others, fresh].toSorted((a, b) => place(a) - place(b));
  writeResults('viewer', { chromium, netron }, { models });
}

function kept(): readonly Kept[] {
  if (!existsSync(path)) return [];
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly models: readonly Kept[] }).models;
}
