// A model that counts its own values while it runs: each is let go as soon as its last reader is done, and counted while it is still near.
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode, makeValue } from '#core/onnx/makeNode.ts';
import type { Model } from '#core/onnx/model.ts';
import { freshNames } from '#core/precision/freshNames.ts';

export interface Counting {
  /** Its outputs are those of its `Count` nodes alone; that operator is the addon's own. */
  readonly model: Model;
  /** Those outputs, with the places of the tensors that they tell of. */
  readonly outputs: readonly { readonly name: string; readonly tensor: number }[];
}

/** The domain of the operator `Count` (native/src/onnxruntime/count_operator.h). */
const domain = 'lathe';

/**
 * @param places of float32 values that the main graph computes; another type ONNX Runtime refuses.
 */
export function counting(model: Model, places: ReadonlyMap<string, number>): Counting {
  const { graph } = model;
  const names = freshNames(model);
  const made = graph.nodes.flatMap(({ outputs }) => outputs);
  // ONNX Runtime goes up from the last node without readers first, so that each value is counted right when it is there.
  const counted = made
    .filter((name) => places.has(name))
    .reverse()
    .map((value) => ({ value, name: names(`${value}_counted`), tensor: places.get(value) ?? 0 }));
  // A graph without outputs would be none.
  if (counted.length === 0) return { model, outputs: [] };
  const nodes = counted.map(({ value, name, tensor }) =>
    makeNode({
      opType: 'Count',
      domain,
      name,
      inputs: [value],
      outputs: [name],
      attributes: [intAttr('tensor', tensor)],
    }),
  );
  return {
    model: {
      ...model,
      opsets: [...model.opsets, { domain, version: 1 }],
      graph: {
        ...graph,
        nodes: [...graph.nodes, ...nodes],
        outputs: counted.map(({ name }) => makeValue(name, DataType.float64, [3])),
      },
    },
    outputs: counted.map(({ name, tensor }) => ({ name, tensor })),
  };
}
