// What the steps of a Scan compute, given out of it: side by side, which only values of one shape can be.
import { intsAttribute } from '#core/onnx/attribute.ts';
import { intsAttr } from '#core/onnx/makeAttribute.ts';
import type { Attribute, Graph } from '#core/onnx/model.ts';
import type { Crossed, Crossing } from './crossing.ts';
import { vectorOf, vectorValue, withBodies } from './vector.ts';

export function crossScan({ node, bodies, names, isFixed }: Crossing): Crossed {
  const [body] = bodies;
  if (body === undefined) return { nodes: [node], given: new Map() };
  const { attribute, graph, given } = body;
  const values = [...given]
    .filter(([value, here]) => value === here && isFixed(attribute, value))
    .map(([value]) => value);
  if (values.length === 0) return { nodes: [node], given: new Map() };
  const vectors = values.map((value) => vectorOf(value, names));
  const inner: Graph = {
    ...graph,
    nodes: [...graph.nodes, ...vectors.flatMap(({ nodes }) => nodes)],
    outputs: [...graph.outputs, ...vectors.map(({ name }) => vectorValue(name))],
  };
  const outputs = values.map((value) => names(`${value}_seen`));
  const missing = Math.max(0, graph.outputs.length - node.outputs.length);
  const whole = { ...node, outputs: [...node.outputs, ...Array.from({ length: missing }, () => names('unread'))] };
  const scan = withBodies(whole, new Map([[attribute, inner]]), { outputs });
  return {
    nodes: [{ ...scan, attributes: scan.attributes.map(longer) }],
    given: new Map(values.map((value, place) => [value, outputs[place] ?? ''])),
  };

  /** Directions and axes are stated for every output that is put side by side, or for none. */
  function longer(one: Attribute): Attribute {
    const stated = /^scan_output_(axes|directions)$/.test(one.name) ? intsAttribute(node, one.name) : undefined;
    return stated ? intsAttr(one.name, [...stated, ...values.map(() => 0)]) : one;
  }
}
