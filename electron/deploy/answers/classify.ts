// Outputs of scores as classes with their names.
import type { Postprocessing } from '#core/contract/postprocessing.ts';
import { type WireTensor, writeTexts } from '#electron/deploy/protocol/wireTensor.ts';
import { numbersOf } from './numbersOf.ts';
import { softmax, topClasses } from './topClasses.ts';

export const classificationOutputs = ['labels', 'scores', 'classes'];

/** `labels`, `scores` and `classes`, each [rows, top]. A class without a name is called by its number. */
export function classify(
  output: WireTensor,
  { softmax: shares, top, labels }: Extract<Postprocessing, { kind: 'classification' }>,
): WireTensor[] {
  const rows = rowsOf(output).map((row) => topClasses(shares ? softmax(row) : row, top));
  const ranked = rows.flat();
  const shape = [rows.length, rows[0]?.length ?? 0];
  const scores = Float32Array.from(ranked, ({ score }) => score);
  const classes = BigInt64Array.from(ranked, ({ index }) => BigInt(index));
  return [
    {
      name: 'labels',
      datatype: 'BYTES',
      shape,
      bytes: writeTexts(ranked.map(({ index }) => labels[index] ?? String(index))),
    },
    { name: 'scores', datatype: 'FP32', shape, bytes: new Uint8Array(scores.buffer) },
    { name: 'classes', datatype: 'INT64', shape, bytes: new Uint8Array(classes.buffer) },
  ];
}

/** An output by its largest elements, each as `value:index` or `value:index:label`, as Triton writes them. */
export function classTexts(output: WireTensor, count: number, labels: readonly string[]): WireTensor {
  const rows = rowsOf(output).map((row) =>
    topClasses(row, count).map(({ index, score }) => {
      const label = labels[index];
      return `${score.toFixed(6)}:${index}${label === undefined ? '' : `:${label}`}`;
    }),
  );
  const shape = output.shape.length > 1 ? [rows.length, rows[0]?.length ?? 0] : [rows[0]?.length ?? 0];
  return { name: output.name, datatype: 'BYTES', shape, bytes: writeTexts(rows.flat()) };
}

/** All after the first axis is one row; a single axis is one row too. */
function rowsOf(output: WireTensor): (Float32Array | Float64Array)[] {
  const numbers = numbersOf(output);
  const rows = output.shape.length > 1 ? (output.shape[0] ?? 1) : 1;
  const length = rows > 0 ? numbers.length / rows : 0;
  return Array.from({ length: rows }, (_, row) => numbers.subarray(row * length, (row + 1) * length));
}
