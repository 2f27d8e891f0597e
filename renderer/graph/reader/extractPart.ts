// Part of the shown graph as a model of its own: the nodes behind some items.
import { extractNodes } from '#core/graph/extract/extractNodes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { ExtractedPart } from '../detail.ts';
import { itemKinds } from '../scene.ts';
import type { BuiltScene } from './buildScene.ts';
import type { CallContext } from './callContext.ts';
import type { Home } from './home.ts';
import { modelFiles } from './modelFiles.ts';

/** Throws OnnxError where the part cannot stand alone. */
export async function extractPart(
  built: BuiltScene,
  { model, openExternal }: Home,
  shapes: ShapeTable,
  { items, file }: { readonly items: ReadonlySet<number>; readonly file: string },
  context: CallContext,
): Promise<ExtractedPart> {
  const part = extractNodes(model, nodesOf(built, items), shapes);
  const names = (ports: typeof part.graph.inputs) => ports.map(({ name }) => name);
  return {
    files: await modelFiles(part, { name: file, openExternal }, context),
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
