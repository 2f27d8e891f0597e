// What calibration has to watch: the values whose ranges INT8 needs, and a model that gives them out.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { makeValue } from '#core/onnx/makeNode.ts';
import type { Model } from '#core/onnx/model.ts';
import { type PlaceOptions, place, prepareForInt8 } from './place.ts';

/**
 * The names of exactly the values that `toInt8` with the same options quantizes by their ranges, in file order; the
 * model's own inputs may be among them. Weights are not: their values are known.
 *
 * @throws OnnxError as `prepareForInt8` does.
 */
export async function observedTensors(model: Model, options: PlaceOptions): Promise<readonly string[]> {
  const prepared = await prepareForInt8(model, options.openExternal);
  const wanted = new Set(place(prepared, options).activations.flatMap(({ value, range }) => (range ? [] : [value])));
  const inFileOrder = [
    ...prepared.graph.inputs.map(({ name }) => name),
    ...prepared.graph.nodes.flatMap(({ outputs }) => outputs),
  ];
  return inFileOrder.filter((name) => wanted.has(name));
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
