// Evaluations as a table in the terminal.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import {
  digits,
  formatChange,
  formatCosine,
  formatDb,
  formatShare,
  formatShareWithin,
} from '#core/measure/report/units.ts';
import { textTable } from './textTable.ts';

export function evaluationText(
  evaluations: readonly Evaluation[],
  nameOf: (build: BuildRecord['id']) => string,
): string {
  const [first] = evaluations;
  if (!first) return 'Nothing was evaluated.';
  const rest = evaluations.filter(({ build, reference }) => build !== reference);
  const head = ['', 'cosine', 'SQNR', 'max error', 'mean error', 'top-1 agreement', 'accuracy', 'top-5', 'points'];
  const rows = evaluations.map((one) => [
    nameOf(one.build),
    formatCosine(one.cosine),
    formatDb(one),
    digits(one.maxAbsError),
    meanText(one),
    formatShareWithin(one.top1Agreement, one.top1Interval),
    formatShareWithin(one.accuracy, one.accuracyInterval),
    formatShare(one.top5Accuracy ?? null),
    formatChange(one.accuracyChange),
  ]);
  return [
    `Against ${nameOf(first.reference)} on ${first.samples} samples of ${first.source}`,
    textTable(head, rows, [1, 2, 3, 4, 5, 6, 7, 8]),
    ...rest.flatMap((one) => [...boxesText(one, nameOf), ...layersText(one, nameOf)]),
    ...rest.flatMap((one) => worstText(one, nameOf)),
  ].join('\n\n');
}

function meanText({ outputs }: Evaluation): string {
  const errors = outputs.flatMap(({ meanAbsError }) => (typeof meanAbsError === 'number' ? [meanAbsError] : []));
  return errors.length === 0 ? '–' : digits(Math.max(...errors));
}

function boxesText({ build, boxes }: Evaluation, nameOf: (build: string) => string): string[] {
  if (!boxes) return [];
  const { form, guessed } = boxes;
  const how = guessed ? 'as their shapes and values look' : 'as the recipe says';
  const overlap = boxes.meanIou === null ? 'none found in FP32' : `mean IoU ${boxes.meanIou.toFixed(4)}`;
  const lowest = boxes.lowestIou === null ? '' : `, lowest ${boxes.lowestIou.toFixed(4)}`;
  return [
    `${nameOf(build)}: ${boxes.boxes} boxes in FP32, ${boxes.lost} lost, ${boxes.extra} besides; ${overlap}${lowest}. ` +
      `Boxes are read from '${form.boxes}' (${form.form}) and '${form.scores}', ${how}, above a score of ${form.threshold}.`,
  ];
}

function layersText({ build, layers }: Evaluation, nameOf: (build: string) => string): string[] {
  if (!layers || layers.length === 0) return [];
  const told = layers.filter(({ missing }) => missing === undefined);
  const rows = told.map((layer) => [
    layer.node,
    formatDb(layer),
    formatCosine(layer.cosine),
    digits(layer.maxAbsError),
  ]);
  const table = textTable(['layer', 'SQNR', 'cosine', 'max error'], rows, [1, 2, 3]);
  return [
    `${nameOf(build)}, layer by layer:\n${table}`,
    ...missingText(layers.filter(({ missing }) => missing !== undefined)),
  ];
}

function missingText(layers: NonNullable<Evaluation['layers']>): string[] {
  const [first] = layers;
  if (!first) return [];
  return [`Without a value of their own: ${layers.map(({ node }) => node).join(', ')}. ${first.missing}`];
}

const shown = 5;

function worstText({ build, worst, classes }: Evaluation, nameOf: (build: string) => string): string[] {
  if (worst.length === 0) return [];
  const name = (label: number | undefined) => (label === undefined ? '–' : (classes?.[label] ?? String(label)));
  const lines = worst.slice(0, shown).map(({ sample, sqnrDb, changed, shown: look }) => {
    const db = sqnrDb === null ? 'identical' : `${sqnrDb.toFixed(1)} dB`;
    if (look?.kind === 'scores' && changed) {
      return `  ${sample}: ${db}, ${name(look.reference[0]?.label)} became ${name(look.here[0]?.label)}`;
    }
    if (look?.kind === 'boxes') {
      const overlap = typeof look.meanIou === 'number' ? `, mean IoU ${look.meanIou.toFixed(3)}` : '';
      return `  ${sample}: ${db}, ${look.reference.length} boxes in FP32, ${look.here.length} here${overlap}`;
    }
    return `  ${sample}: ${db}`;
  });
  return [`Furthest from FP32 in ${nameOf(build)}:\n${lines.join('\n')}`];
}
