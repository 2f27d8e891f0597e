// Smallest and largest value of every float tensor of a model over some samples: tells where FP16 would overflow.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Model } from '#core/onnx/model.ts';
import { exposeValues } from '#core/precision/observe.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import type { Context } from '#electron/worker/context.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

export interface ObservedRange {
  readonly min: number;
  /** Infinite where an infinity was seen; NaN is passed over. */
  readonly max: number;
}

/** Tensors are given out a slice at a time, so that memory stays bounded: so many bytes and names. */
const sliceBytes = 128 * 2 ** 20;
const sliceNames = 256;

/** @param warnings gets a line for each sample that could not be read. */
export async function observeRanges(
  context: Context,
  { model, openExternal }: OpenedModel,
  reader: DataReader,
  options: { readonly samples: number; readonly threads: number },
  warnings: string[],
): Promise<ReadonlyMap<string, ObservedRange>> {
  const shapes = await inferShapes(model, { openExternal });
  const slices = slicesOf(model, shapes);
  const ranges = new Map<string, { min: number; max: number }>();
  for (const [index, slice] of slices.entries()) {
    context.progress('observing', index, slices.length);
    const path = join(context.place.scratch, `observe-${process.pid}-${index}.onnx`);
    const files = await writeModelFile(exposeValues(model, slice, shapes), path, {
      openExternal,
      signal: context.signal,
    });
    const session = openSession(path, { threads: threadCount(options.threads), optimization: 'all' });
    try {
      // Only the first pass tells of unreadable samples.
      const told = index === 0 ? warnings : [];
      for await (const sample of readSamples(context, reader, options.samples, told)) {
        widen(ranges, session.run(sample.values, slice));
        if (index === 0) widen(ranges, sample.values);
      }
    } finally {
      session.close();
      await Promise.all(files.map((file) => rm(file, { force: true })));
    }
  }
  context.progress('observing', slices.length, slices.length);
  return ranges;
}

function slicesOf({ graph }: Model, shapes: ShapeTable): string[][] {
  const slices: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const name of graph.nodes.flatMap(({ outputs }) => outputs)) {
    const known = name === '' ? undefined : shapes.tensor(name);
    if (known?.elementType !== DataType.float32) continue;
    const sizes = known.shape?.map((size) => (typeof size === 'number' ? size : 1)) ?? [];
    const size = 4 * sizes.reduce((product, one) => product * one, 1);
    const last = slices.at(-1);
    if (!last || bytes + size > sliceBytes || last.length >= sliceNames) {
      slices.push([name]);
      bytes = size;
    } else {
      last.push(name);
      bytes += size;
    }
  }
  return slices;
}

function widen(ranges: Map<string, { min: number; max: number }>, values: Values): void {
  for (const [name, value] of Object.entries(values)) {
    const numbers = value.type.startsWith('float') ? toNumbers(value) : undefined;
    if (!numbers) continue;
    let { min, max } = ranges.get(name) ?? { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
    for (const number of numbers) {
      if (number < min) min = number;
      if (number > max) max = number;
    }
    if (min <= max) ranges.set(name, { min, max });
  }
}
