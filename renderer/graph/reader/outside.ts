// Values that cross the border of a body: where what it takes from outside is made, and which bodies take a value in.
import { attributeGraphs, capturedValues, indexGraph } from '#core/graph/graphIndex.ts';
import { graphAttr } from '#core/onnx/makeAttribute.ts';
import type { Graph, Model, Node } from '#core/onnx/model.ts';
import type { Link, PortDetail } from '../detail.ts';
import type { Scope } from '../scene.ts';
import type { BuiltScene } from './buildScene.ts';
import { displayName } from './describeCard.ts';
import type { TypeOf } from './home.ts';
import { linkTo, producerOf } from './links.ts';
import { insideOf, openScope, partName } from './scope.ts';
import { roleOf } from './tensorDetail.ts';
import { typeLabel } from './typeText.ts';

/** To what makes a value of a body's surroundings; undefined where that is no card: a weight, or nothing at all. */
export function makerOutside(model: Model, scope: Scope, value: string): Link | undefined {
  for (let depth = scope.length - 1; depth >= 0; depth--) {
    // A function sees nothing of where it is called.
    if (scope[depth]?.attribute === null) return undefined;
    const outer = scope.slice(0, depth);
    const { graph } = openScope(model, '', outer);
    const label = makerIn(graph, value);
    if (label !== undefined) return { item: -1, label, elsewhere: { scope: outer, value } };
  }
  return undefined;
}

function makerIn(graph: Graph, value: string): string | undefined {
  const { producer, inputs } = indexGraph(graph);
  const place = producer(value);
  const node = place === undefined ? undefined : graph.nodes[place];
  if (node) return `${node.opType} ${displayName(node)}`.trimEnd();
  return inputs.some(({ name }) => name === value) ? `Input ${value}` : undefined;
}

/** What the bodies of a node take from this graph: each value with what makes it here, and the ways to it inside. */
export function takenInside(built: BuiltScene, typeOf: TypeOf, node: Node, place: number): readonly PortDetail[] {
  const { model, scope } = built.open;
  const bodies = insideOf(model, node, place).flatMap((step) => {
    const attribute = node.attributes.find(({ name }) => name === step.attribute);
    const graph = attribute && attributeGraphs(attribute)[step.place];
    return graph
      ? [{ step, taken: capturedValues({ ...node, attributes: [graphAttr(step.attribute ?? '', graph)] }) }]
      : [];
  });
  const values = new Set(bodies.flatMap(({ taken }) => [...taken]));
  return [...values].map((value): PortDetail => {
    const from = roleOf(built, value);
    const producer = producerOf(built, value);
    const here = producer === undefined || from === 'weight' || from === 'constant' ? [] : [linkTo(built, producer)];
    const inside = bodies
      .filter(({ taken }) => taken.has(value))
      .map(({ step }) => ({
        item: -1,
        label: `in ${partName(node, step)}`,
        elsewhere: { scope: [...scope, step], value },
      }));
    return { label: '', value, type: typeLabel(typeOf(value)), from, text: '', links: [...here, ...inside] };
  });
}
