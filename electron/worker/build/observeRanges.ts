// Smallest and largest value of every float tensor of a model over all samples: tells where FP16 would overflow.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { canBeReduced, exposeExtremes } from '#core/precision/extremes.ts';
import { isControl } from '#core/precision/graphLevels.ts';
import { inlineFunctions } from '#core/precision/inlineFunctions.ts';
import { exposeAnywhere, exposeValues, valuesInside } from '#core/precision/observe.ts';
import { commonOpset, raiseOpset } from '#core/precision/opset.ts';
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

/** One pass over the data: the model that gives out these names, and what tensor each of them tells of. */
interface Pass {
  readonly model: Model;
  readonly tensors: ReadonlyMap<string, string>;
}

/** Tensors that have to be given out whole come a slice at a time, so that memory stays bounded: so many bytes and names. */
const sliceBytes = 128 * 2 ** 20;
const sliceNames = 256;

/** @param warnings gets a line for each sample that could not be read. */
export async function observeRanges(
  context: Context,
  { model: stated, openExternal }: OpenedModel,
  reader: DataReader,
  options: { readonly samples: number; readonly threads: number },
  warnings: string[],
): Promise<ReadonlyMap<string, ObservedRange>> {
  const model = inlineFunctions(stated);
  const passes = [
    ...passesOf(model, await inferShapes(model, { openExternal })),
    ...(await passesInside(stated, openExternal)),
  ];
  const ranges = new Map<string, { min: number; max: number }>();
  const count = Math.min(options.samples, reader.count);
  for (const [index, { model: observed, tensors }] of passes.entries()) {
    const path = join(context.place.scratch, `observe-${process.pid}-${index}.onnx`);
    const files = await writeModelFile(observed, path, { openExternal, signal: context.signal });
    const session = openSession(path, { threads: threadCount(options.threads), optimization: 'all' });
    try {
      // Only the first pass tells of unreadable samples.
      const told = index === 0 ? warnings : [];
      let seen = index * count;
      for await (const sample of readSamples(context, reader, options.samples, told)) {
        context.progress('observing', seen++, passes.length * count);
        widen(ranges, session.run(sample.values, [...tensors.keys()]), tensors);
        if (index === 0) widen(ranges, sample.values);
      }
    } finally {
      session.close();
      await Promise.all(files.map((file) => rm(file, { force: true })));
    }
  }
  context.progress('observing', passes.length * count, passes.length * count);
  return ranges;
}

function passesOf(model: Model, shapes: ShapeTable): readonly Pass[] {
  const floats = model.graph.nodes
    .flatMap(({ outputs }) => outputs)
    .filter((name) => name !== '' && shapes.tensor(name)?.elementType === DataType.float32);
  const reduced = floats.filter((name) => canBeReduced(name, model, shapes));
  const whole = slicesOf(
    floats.filter((name) => !canBeReduced(name, model, shapes)),
    shapes,
  );
  const { model: extremes, outputs } = exposeExtremes(model, reduced);
  const scalars = new Map([...outputs].flatMap(([name, { min, max }]) => [[min, name] as const, [max, name] as const]));
  return [
    ...(reduced.length > 0 ? [{ model: extremes, tensors: scalars }] : []),
    ...whole.map((slice) => ({
      model: exposeValues(model, slice, shapes),
      tensors: new Map(slice.map((name) => [name, name])),
    })),
  ];
}

/** What bodies compute comes whole, for lists of values that may be empty have no smallest one. */
async function passesInside(stated: Model, openExternal: OpenExternal): Promise<readonly Pass[]> {
  if (![...stated.graph.nodes, ...stated.functions.flatMap(({ nodes }) => nodes)].some(isControl)) return [];
  const model = inlineFunctions(await raiseOpset(stated, commonOpset(stated, 13), openExternal));
  const values = await valuesInside(model, openExternal);
  const shapes = await inferShapes(model, { openExternal });
  return Promise.all(
    slicesOf(values, shapes).map(async (slice) => ({
      model: await exposeAnywhere(model, slice, { openExternal }),
      tensors: new Map(slice.map((name) => [name, name])),
    })),
  );
}

function slicesOf(names: readonly string[], shapes: ShapeTable): string[][] {
  const slices: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const sizes = shapes.tensor(name)?.shape?.map((size) => (typeof size === 'number' ? size : 1)) ?? [];
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

/** @param tensors what each value tells of, where that is not itself. */
function widen(
  ranges: Map<string, { min: number; max: number }>,
  values: Values,
  tensors?: ReadonlyMap<string, string>,
): void {
  for (const [name, value] of Object.entries(values)) {
    const numbers = value.type.startsWith('float') ? toNumbers(value) : undefined;
    if (!numbers) continue;
    const tensor = tensors?.get(name) ?? name;
    let { min, max } = ranges.get(tensor) ?? { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
    for (const number of numbers) {
      if (number < min) min = number;
      if (number > max) max = number;
    }
    if (min <= max) ranges.set(tensor, { min, max });
  }
}
