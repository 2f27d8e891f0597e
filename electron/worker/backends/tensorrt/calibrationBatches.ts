// Samples as the batches that TensorRT's own INT8 calibrator takes.
import { LatheError } from '#core/contract/failure.ts';
import { converted, type Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Context } from '#electron/worker/context.ts';
import { type Readable, readSamples } from '#electron/worker/data/readSamples.ts';

export type Batches = readonly Readonly<Record<string, Uint8Array>>[];

/**
 * Each batch holds `size` samples, one after the other along the first axis; a rest that fills no batch is left out.
 * @throws LatheError where there are fewer samples than one batch takes, or one holds strings.
 */
export async function calibrationBatches(
  context: Context,
  reader: Readable,
  inputs: readonly Port[],
  limit: number,
  size: number,
): Promise<Batches> {
  const batches: Record<string, Uint8Array>[] = [];
  const total = Math.min(reader.count, limit);
  let waiting: Readonly<Record<string, Uint8Array>>[] = [];
  let seen = 0;
  for await (const { values } of readSamples(context, reader, limit, [])) {
    context.progress('reading calibration samples', seen, total);
    seen += 1;
    const bytes = inputs.map((input) => {
      const value = values[input.name];
      return [input.name, value ? bytesOf(input, converted(input, value)) : new Uint8Array()] as const;
    });
    waiting.push(Object.fromEntries(bytes));
    if (waiting.length < size) continue;
    batches.push(Object.fromEntries(inputs.map(({ name }) => [name, joined(waiting.map((one) => one[name]))])));
    waiting = [];
  }
  if (batches.length > 0) return batches;
  throw new LatheError({
    kind: 'use',
    reason: `${reader.source} holds ${seen} samples, and one batch of the calibration takes ${size}.`,
    next: 'Give more samples, or a profile whose opt has a smaller first dimension.',
  });
}

function bytesOf(input: Port, { data }: ReturnType<typeof converted>): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new LatheError({
    kind: 'use',
    reason: `Input '${input.name}' takes strings, which TensorRT does not.`,
    next: 'Build the model for onnxruntime.',
  });
}

function joined(parts: readonly (Uint8Array | undefined)[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0));
  let at = 0;
  for (const part of parts) {
    if (!part) continue;
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
