// Smallest and largest value of every float tensor of a model over all samples: tells where FP16 would overflow.
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
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { openOutputs } from '#electron/worker/calibration/openObserved.ts';
import { plainExtremes } from '#electron/worker/calibration/plainExtremes.ts';
import { sideBySide } from '#electron/worker/calibration/sideBySide.ts';
import type { Context } from '#electron/worker/context.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { createHistograms, type ExtremesCounter, hasAddon } from '#electron/worker/native.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

export interface ObservedRange {
  readonly min: number;
  /** Both are infinite where a value was not finite. */
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
  { model: stated, path, openExternal }: OpenedModel,
  reader: DataReader,
  options: { readonly samples: number; readonly threads: number },
  warnings: string[],
): Promise<ReadonlyMap<string, ObservedRange>> {
  const model = inlineFunctions(stated);
  const passes = [
    ...passesOf(model, await inferShapes(model, { openExternal })),
    ...(await passesInside(stated, openExternal)),
  ];
  const ranges = new Map<string, ObservedRange>();
  const count = Math.min(options.samples, reader.count);
  const settings = { threads: threadCount(options.threads), samples: count, path, openExternal };
  for (const [index, { model: observed, tensors }] of passes.entries()) {
    const outputs = [...tensors.keys()];
    const observer = await openOutputs(context, observed, outputs, settings);
    try {
      // Only the first pass tells of unreadable samples.
      const read = readSamples(context, reader, options.samples, index === 0 ? warnings : []);
      let seen = index * count;
      await sideBySide(observer, counterOf(outputs.length), read, ({ values }, extremes) => {
        for (const [place, output] of outputs.entries()) widen(ranges, tensors.get(output) ?? output, extremes, place);
        if (index === 0) widenByInputs(ranges, values);
        reader.reuse?.(values);
        context.progress('observing', ++seen, passes.length * count);
      });
    } finally {
      observer.close();
    }
  }
  context.progress('observing', passes.length * count, passes.length * count);
  return ranges;
}

function counterOf(tensors: number): ExtremesCounter {
  return hasAddon() ? createHistograms(tensors, 1, 0) : plainExtremes(tensors);
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

/** By what a run found at that place; a value that is not finite has no bounds. */
function widen(ranges: Map<string, ObservedRange>, tensor: string, extremes: Float64Array, place: number): void {
  const [min = 0, max = 0, notFinite = 0] = extremes.subarray(3 * place, 3 * place + 3);
  if (notFinite > 0) ranges.set(tensor, { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY });
  else if (min <= max) include(ranges, tensor, min, max);
}

function widenByInputs(ranges: Map<string, ObservedRange>, values: Values): void {
  for (const [name, value] of Object.entries(values)) {
    const numbers = value.type.startsWith('float') ? toNumbers(value) : undefined;
    for (const number of numbers ?? []) include(ranges, name, number, number);
  }
}

function include(ranges: Map<string, ObservedRange>, tensor: string, min: number, max: number): void {
  const known = ranges.get(tensor);
  if (!known) ranges.set(tensor, { min, max });
  else if (min < known.min || max > known.max) {
    ranges.set(tensor, { min: Math.min(min, known.min), max: Math.max(max, known.max) });
  }
}
