// Which node of one graph is which of another: by name, by what it writes, then by what it does and stands beside.
import type { GraphDigest, NodeDigest } from './digest.ts';

export interface Matches {
  /** For each node of the first graph the place of its partner in the second, or -1; and the other way round. */
  readonly toB: Int32Array;
  readonly toA: Int32Array;
}

/** Rounds in which nodes are told apart by ever more of what is around them. */
const rounds = 4;

export function matchNodes(a: GraphDigest, b: GraphDigest): Matches {
  const matches: Matches = {
    toB: new Int32Array(a.nodes.length).fill(-1),
    toA: new Int32Array(b.nodes.length).fill(-1),
  };
  pairUnique(a, b, matches, ({ name, operator }) => `${operator}\u0001${name}`);
  pairUnique(a, b, matches, ({ outputs, operator }) => `${operator}\u0001${outputs[0]}`);
  const [aroundA, aroundB] = [surroundings(a), surroundings(b)];
  for (let round = rounds; round >= 0; round--) {
    pairUnique(a, b, matches, (_, node, side) => (side === 'a' ? aroundA : aroundB)[round]?.[node] ?? '');
    spread(a, b, matches);
  }
  pairUnique(a, b, matches, ({ name }) => name);
  pairInOrder(matches, aroundA[0] ?? [], aroundB[0] ?? []);
  return matches;
}

type Side = 'a' | 'b';

/** Pairs the nodes that are the only ones of their key on both sides, among those without a partner. */
function pairUnique(
  a: GraphDigest,
  b: GraphDigest,
  { toB, toA }: Matches,
  keyOf: (node: NodeDigest, place: number, side: Side) => string,
): void {
  const ofKey = (graph: GraphDigest, taken: Int32Array, side: Side) => {
    const places = new Map<string, number>();
    graph.nodes.forEach((node, place) => {
      if (taken[place] !== -1) return;
      const key = keyOf(node, place, side);
      places.set(key, places.has(key) ? -1 : place);
    });
    return places;
  };
  const inB = ofKey(b, toA, 'b');
  for (const [key, place] of ofKey(a, toB, 'a')) {
    const other = inB.get(key) ?? -1;
    if (place === -1 || other === -1) continue;
    toB[place] = other;
    toA[other] = place;
  }
}

/** What is left are nodes that do the same many times over: they go by their order in the file. */
function pairInOrder({ toB, toA }: Matches, keysA: readonly string[], keysB: readonly string[]): void {
  const left = new Map<string, number[]>();
  toA.forEach((taken, place) => {
    const key = keysB[place] ?? '';
    const list = left.get(key);
    if (taken !== -1) return;
    if (list) list.push(place);
    else left.set(key, [place]);
  });
  toB.forEach((taken, place) => {
    const other = taken === -1 ? left.get(keysA[place] ?? '')?.shift() : undefined;
    if (other === undefined) return;
    toB[place] = other;
    toA[other] = place;
  });
}

/** The neighbours of partners are partners where they do the same and stand at the same place. */
function spread(a: GraphDigest, b: GraphDigest, { toB, toA }: Matches): void {
  const [linksA, linksB] = [linksOf(a), linksOf(b)];
  const waiting = [...toB.keys()].filter((node) => toB[node] !== -1);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const partner = toB[node] as number;
    for (const side of ['producers', 'readers'] as const) {
      const others = linksB[side][partner] ?? [];
      (linksA[side][node] ?? []).forEach((near, place) => {
        const other = others[place];
        if (other === undefined || toB[near] !== -1 || toA[other] !== -1) return;
        if (a.nodes[near]?.operator !== b.nodes[other]?.operator) return;
        toB[near] = other;
        toA[other] = near;
        waiting.push(near);
      });
    }
  }
}

function linksOf(graph: GraphDigest) {
  const producer = producersOf(graph);
  const producers: number[][] = [];
  const readers: number[][] = graph.nodes.map(() => []);
  graph.nodes.forEach(({ inputs }, node) => {
    const before = inputs.map((value) => producer.get(value)).filter((place) => place !== undefined);
    producers.push(before);
    for (const place of before) readers[place]?.push(node);
  });
  return { producers, readers };
}

/** The node that writes each value. */
export function producersOf({ nodes }: GraphDigest): ReadonlyMap<string, number> {
  return new Map(nodes.flatMap(({ outputs }, place) => outputs.map((output) => [output, place] as const)));
}

/** For each round what every node is, told by itself and by ever more of its neighbours. */
function surroundings(graph: GraphDigest): readonly (readonly string[])[] {
  const { producers, readers } = linksOf(graph);
  const shortened = new Map<string, string>();
  const short = (text: string) => {
    const known = shortened.get(text);
    if (known !== undefined) return known;
    const hash = textHash(text);
    shortened.set(text, hash);
    return hash;
  };
  let now = graph.nodes.map(({ operator, attributes, inputs }) => {
    const fixed = inputs.map((value) => graph.constants.get(value) ?? '');
    return short([operator, ...Object.entries(attributes).flat(), ...fixed].join('\u0001'));
  });
  const all = [now];
  for (let round = 0; round < rounds; round++) {
    const before = now;
    now = before.map((own, node) => {
      const near = (places: readonly number[] | undefined) => (places ?? []).map((place) => before[place]).join();
      return short(`${own}<${near(producers[node])}>${near(readers[node]?.toSorted())}`);
    });
    all.push(now);
  }
  return all;
}

/** The same for both graphs, which have no numbering in common. */
function textHash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 15);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
