// What is known of a folded group: what it holds, what it costs, and which values enter and leave it.
import { nodeCost } from '#core/graph/flops.ts';
import { nodesOfGroup } from '#core/graph/groups/folding.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import type { Tensor } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import type { GroupDetail, PortDetail } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';
import { operatorCounts, timesOf } from './describeGroup.ts';
import { type Home, typesOf } from './home.ts';
import { linkTo, producerOf, readersOf } from './links.ts';
import { dynamicDimensions } from './sizedShapes.ts';
import { typeLabel } from './typeText.ts';

interface Known {
  readonly shapes: ShapeTable | undefined;
  readonly sized: ShapeTable | undefined;
}

/** Undefined where the item is no folded group. */
export function groupDetail(built: BuiltScene, home: Home, known: Known, item: number): GroupDetail | undefined {
  const { fold, words, scene, open, index } = built;
  if (!fold || words(item).kind !== 'group') return undefined;
  const group = scene.refs[item] ?? 0;
  const nodes = nodesOfGroup(fold.tree, group);
  const members = new Set(nodes);
  const typeOf = typesOf(open, known.shapes);
  const weights = new Set<Tensor>();
  const entering = new Set<string>();
  let macs = 0;
  for (const place of nodes) {
    const node = open.graph.nodes[place];
    if (!node) continue;
    if (known.sized) macs += nodeCost(node, index, known.sized, open.path)?.macs ?? 0;
    for (const value of node.inputs) {
      const constant = value === '' ? undefined : built.items.constant(value);
      const producer = index.producer(value);
      if (constant?.kind === 'tensor') weights.add(constant.tensor);
      else if (value !== '' && !constant && (producer === undefined || !members.has(producer))) entering.add(value);
    }
  }
  const port = (value: string, links: readonly number[]): PortDetail => ({
    label: '',
    value,
    type: typeLabel(typeOf(value)),
    from: 'node',
    text: '',
    links: links.filter((other) => other !== item).map((other) => linkTo(built, other)),
  });
  const all = [...weights];
  return {
    kind: 'group',
    item,
    group,
    name: fold.tree.names[group] ?? '',
    path: fold.tree.paths[group] ?? '',
    times: timesOf(fold, group),
    nodes: nodes.length,
    operators: operatorCounts(open.graph, nodes).map(({ name, domain, count }) => ({
      name,
      family: operatorFamily(name, domain),
      count,
    })),
    inputs: [...entering].map((value) => {
      const producer = producerOf(built, value);
      return port(value, producer === undefined ? [] : [producer]);
    }),
    outputs: words(item).outputs.map((value) => port(value, readersOf(built, value))),
    macs: known.sized ? macs : null,
    takenAsOne: dynamicDimensions(home),
    parameters: all.reduce((sum, { dims }) => sum + elementCount(dims), 0),
    weightBytes: all.reduce((sum, tensor) => sum + tensorByteLength(tensor), 0),
  };
}
