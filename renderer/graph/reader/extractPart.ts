// Part of the shown graph as a model file: the nodes behind some items.
import { extractNodes } from '#core/graph/extract/extractNodes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { planWrite } from '#core/onnx/write.ts';
import type { ExtractedPart } from '../detail.ts';
import { itemKinds } from '../scene.ts';
import type { BuiltScene } from './buildScene.ts';
import type { CallContext } from './callContext.ts';
import type { Home } from './home.ts';

/** The window holds the file while it saves it: a larger part is the command line's. */
const largest = 2 ** 30;

/** Throws OnnxError where the part cannot stand alone or is too large. */
export async function extractPart(
  built: BuiltScene,
  { model, openExternal }: Home,
  shapes: ShapeTable,
  items: ReadonlySet<number>,
  { signal, progress }: CallContext,
): Promise<ExtractedPart> {
  const part = extractNodes(model, nodesOf(built, items), shapes);
  const plan = planWrite(part, { external: 'inline', openExternal });
  if (plan.modelLength > largest) {
    throw new OnnxError(
      `The part has ${Math.round(plan.modelLength / 2 ** 20)} MiB, more than a window should hold`,
      'Write it in a terminal: lathe extract MODEL --nodes NAMES --out FILE',
    );
  }
  const bytes = new Uint8Array(plan.modelLength);
  let at = 0;
  for await (const chunk of plan.model()) {
    signal.throwIfAborted();
    bytes.set(chunk, at);
    at += chunk.length;
    progress({ phase: 'writing', share: at / plan.modelLength });
  }
  const names = (ports: typeof part.graph.inputs) => ports.map(({ name }) => name);
  return {
    bytes,
    nodes: part.graph.nodes.length,
    inputs: names(part.graph.inputs),
    outputs: names(part.graph.outputs),
  };
}

/** A folded group stands for all of its nodes; inputs and outputs of the graph for none. */
function nodesOf({ scene, items: { folded } }: BuiltScene, items: ReadonlySet<number>): readonly number[] {
  const isNode = (item: number) => ['operator', 'group'].includes(itemKinds[scene.kinds[item] ?? 0] ?? '');
  return [...scene.itemOf.keys()].filter((node) => {
    const item = scene.itemOf[node] ?? -1;
    return items.has(item) && isNode(item) && !folded[node];
  });
}
