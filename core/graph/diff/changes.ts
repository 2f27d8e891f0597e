// What of a node changed from one graph to the other: operator, attributes, what it reads and writes, and its weights.
import type { GraphDigest, NodeDigest } from './digest.ts';
import { type Matches, producersOf } from './match.ts';

export interface Change {
  readonly about: 'operator' | 'name' | 'attribute' | 'input' | 'output' | 'type' | 'weight';
  /** The attribute, the place of an input (from 1), or the value. */
  readonly name: string;
  /** '' where there was or is nothing. */
  readonly before: string;
  readonly after: string;
}

export function changesOf(a: GraphDigest, b: GraphDigest, matches: Matches, place: number): readonly Change[] {
  const before = a.nodes[place];
  const after = b.nodes[matches.toB[place] ?? -1];
  if (!before || !after) return [];
  const differing = (about: Change['about'], name: string, from: string, to: string): readonly Change[] =>
    from === to ? [] : [{ about, name, before: from, after: to }];
  return [
    ...differing('operator', '', before.operator, after.operator),
    ...attributeNames(before, after).flatMap((name) =>
      differing('attribute', name, before.attributes[name] ?? '', after.attributes[name] ?? ''),
    ),
    ...inputChanges(a, b, matches, before, after),
    ...before.types.flatMap((type, output) => {
      const now = after.types[output] ?? '';
      return type === '' || now === '' ? [] : differing('type', before.outputs[output] ?? '', type, now);
    }),
    ...(before.outputs.length === after.outputs.length
      ? []
      : differing('output', '', String(before.outputs.length), String(after.outputs.length))),
  ];
}

function attributeNames(before: NodeDigest, after: NodeDigest): readonly string[] {
  return [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])].sort();
}

function inputChanges(
  a: GraphDigest,
  b: GraphDigest,
  matches: Matches,
  before: NodeDigest,
  after: NodeDigest,
): readonly Change[] {
  const most = Math.max(before.inputs.length, after.inputs.length);
  return Array.from({ length: most }, (_, place) => {
    const from = before.inputs[place] ?? '';
    const to = after.inputs[place] ?? '';
    return inputChange(tracing(a), tracing(b), matches, from, to, String(place + 1));
  }).flat();
}

interface Tracing {
  readonly graph: GraphDigest;
  readonly producers: ReadonlyMap<string, number>;
}

const known = new WeakMap<GraphDigest, Tracing>();

function tracing(graph: GraphDigest): Tracing {
  const found = known.get(graph) ?? { graph, producers: producersOf(graph) };
  known.set(graph, found);
  return found;
}

function inputChange(
  a: Tracing,
  b: Tracing,
  { toB, toA }: Matches,
  from: string,
  to: string,
  name: string,
): readonly Change[] {
  const [old, now] = [trace(a, toB, from), trace(b, toA, to)];
  const [wasFixed, isFixed] = [a.graph.constants.get(old.value), b.graph.constants.get(now.value)];
  const [before, after] = [told(old, wasFixed), told(now, isFixed)];
  if (wasFixed !== undefined && isFixed !== undefined) {
    if (wasFixed !== isFixed || old.through.join() !== now.through.join())
      return [{ about: 'weight', name, before, after }];
    const [bytes, others] = [a.graph.weights.get(old.value), b.graph.weights.get(now.value)];
    const differ = bytes !== undefined && others !== undefined && bytes !== others;
    return differ ? [{ about: 'weight', name, before: `${before} #${bytes}`, after: `${after} #${others}` }] : [];
  }
  const sameValue = samePlace(a, b, toB, old.value, now.value);
  if (sameValue && old.through.join() === now.through.join()) return [];
  // A rewrite that takes a node away may call the value before it as the one behind it.
  const direct = sameValue && now.through.length === 0;
  return [{ about: 'input', name, before, after: direct ? `${after} directly` : after }];
}

interface Traced {
  readonly value: string;
  /** Operators without a partner that the value passes on its way, the last first. */
  readonly through: readonly string[];
}

/** Walks back through what the other graph lacks: by their first inputs, as quantization and casts pass values on. */
function trace({ graph, producers }: Tracing, partners: Int32Array, from: string): Traced {
  const through: string[] = [];
  let value = from;
  while (through.length < 8) {
    const place = producers.get(value);
    const node = place === undefined ? undefined : graph.nodes[place];
    if (!node || place === undefined || partners[place] !== -1 || node.folded || !node.inputs[0]) break;
    through.push(node.operator);
    value = node.inputs[0];
  }
  return { value, through };
}

function told({ value, through }: Traced, fixed: string | undefined): string {
  const source = fixed === undefined ? value : `${value} ${fixed}`;
  return through.length === 0 ? source : `${source} through ${through.toReversed().join(', ')}`;
}

/** Whether two values are the same output of partners, or inputs of the same name or place. */
function samePlace(a: Tracing, b: Tracing, toB: Int32Array, from: string, to: string): boolean {
  const [made, other] = [a.producers.get(from), b.producers.get(to)];
  if (made === undefined || other === undefined) {
    if (made !== other) return false;
    const place = a.graph.inputs.findIndex(({ name }) => name === from);
    return from === to || (place !== -1 && place === b.graph.inputs.findIndex(({ name }) => name === to));
  }
  const port = (tracing: Tracing, node: number, value: string) => tracing.graph.nodes[node]?.outputs.indexOf(value);
  return toB[made] === other && port(a, made, from) === port(b, other, to);
}
