// What calibration has to watch: the values whose ranges INT8 needs, and a model that gives them out.
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { makeValue } from '#core/onnx/makeNode.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { liftValues } from './bodies/liftValues.ts';
import { graphLevels, mainLevel } from './graphLevels.ts';
import { type PlaceOptions, placeAt, prepareForInt8 } from './place.ts';
import { definedIn, movedAside } from './uniqueValues.ts';

/**
 * The names of exactly the values that `toInt8` with the same options quantizes by their ranges, in file order; the
 * model's own inputs may be among them, and values inside bodies, but for those that no way leads out of. Weights are
 * not: their values are known.
 *
 * @throws OnnxError as `prepareForInt8` does.
 */
export async function observedTensors(model: Model, options: PlaceOptions): Promise<readonly string[]> {
  const { openExternal } = options;
  const prepared = await prepareForInt8(model, openExternal);
  const levels = [...graphLevels(mainLevel(prepared.graph))];
  const inside = new Set(levels.slice(1).flatMap(({ graph }) => definedIn(graph)));
  const reached = new Set(await valuesInside(prepared, openExternal));
  const canBeSeen = (value: string) => !inside.has(value) || reached.has(value);
  const wanted = new Set(
    levels.flatMap((level) =>
      placeAt(level, options, canBeSeen).activations.flatMap(({ value, range }) => (range ? [] : [value])),
    ),
  );
  return levels.flatMap(({ graph }) => definedIn(graph)).filter((name) => wanted.has(name));
}

/**
 * The values of float32 inside bodies that `exposeAnywhere` can give out, in file order.
 *
 * @param prepared with a name of its own for each value, opset 13 or newer.
 */
export async function valuesInside(prepared: Model, openExternal?: OpenExternal): Promise<readonly string[]> {
  const inside = [...graphLevels(mainLevel(prepared.graph))].slice(1).flatMap(({ graph }) => definedIn(graph));
  if (inside.length === 0) return [];
  const { names } = liftValues(prepared, inside, await inferShapes(prepared, openExternal ? { openExternal } : {}));
  return inside.filter((value) => names.has(value));
}

/**
 * The model with further outputs, as `exposeValues` has them, for values inside bodies too: all that a value was in a
 * run, one time after another, as a vector; empty where its branch was not taken.
 *
 * @param prepared with a name of its own for each value, opset 13 or newer.
 * @throws OnnxError naming a value that the model does not have, or that no way leads out of its body.
 */
export async function exposeAnywhere(
  prepared: Model,
  names: readonly string[],
  { shapes, openExternal }: { readonly shapes?: ShapeTable; readonly openExternal?: OpenExternal | undefined } = {},
): Promise<Model> {
  const main = new Set(definedIn(prepared.graph));
  const inside = names.filter((name) => !main.has(name));
  if (inside.length === 0) return exposeValues(prepared, names, shapes);
  const { model, names: moved } = movedAside(prepared, inside);
  const inner = await inferShapes(model, openExternal ? { openExternal } : {});
  const lifted = liftValues(model, [...moved.values()], inner);
  const back = new Map([...moved].map(([name, other]) => [lifted.names.get(other) ?? '', name]));
  const nodes = lifted.model.graph.nodes.map((node) => ({
    ...node,
    outputs: node.outputs.map((output) => (output === '' ? output : (back.get(output) ?? output))),
  }));
  return exposeValues({ ...lifted.model, graph: { ...lifted.model.graph, nodes } }, names, shapes);
}

/**
 * The model with further outputs, after its own and in the order given, of float32 and without a shape where `shapes` does not know them.
 * Names that are outputs already, and the model's inputs (whose values the caller feeds), are left out.
 *
 * @throws OnnxError naming a value that the main graph does not have.
 */
export function exposeValues(model: Model, names: readonly string[], shapes?: ShapeTable): Model {
  const { graph } = model;
  const present = new Set([...graph.outputs, ...graph.inputs].map(({ name }) => name));
  const computed = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const added = [...new Set(names)]
    .filter((name) => !present.has(name))
    .map((name) => {
      if (!computed.has(name)) {
        throw new OnnxError(
          `The model has no value '${name}' to observe`,
          'List the values of this very model with observedTensors.',
        );
      }
      const type = shapes?.tensor(name);
      return makeValue(name, type?.elementType || DataType.float32, type?.shape);
    });
  const outputs = new Set(added.map(({ name }) => name));
  return {
    ...model,
    graph: {
      ...graph,
      outputs: [...graph.outputs, ...added],
      // A value must not be stated twice.
      values: graph.values.filter(({ name }) => !outputs.has(name)),
    },
  };
}
