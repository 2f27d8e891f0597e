import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph, Node, ValueInfo } from '#core/onnx/model.ts';
import { capturedValues, indexGraph, nodeName, valuesRead } from './graphIndex.ts';

const plain = { docString: '', metadata: [] };
const value = (name: string): ValueInfo => ({ ...plain, name, type: undefined });
const node = (inputs: string[], outputs: string[], more: Partial<Node> = {}): Node => ({
  ...plain,
  name: '',
  opType: 'Concat',
  domain: '',
  overload: '',
  inputs,
  outputs,
  attributes: [],
  ...more,
});
const graph = (nodes: Node[], inputs: string[], outputs: string[], initializers: string[] = []): Graph => ({
  ...plain,
  name: 'g',
  nodes,
  inputs: inputs.map(value),
  outputs: outputs.map(value),
  initializers: initializers.map((name) => ({
    ...plain,
    name,
    dataType: 1,
    dims: [],
    data: { kind: 'memory', bytes: new Uint8Array(4) },
  })),
  sparseInitializers: [],
  values: [],
  quantization: [],
});
const body = (inner: Graph) => ({ type: 'graph', value: inner, name: 'body', docString: '', refAttrName: '' }) as const;

describe('indexGraph', () => {
  it('tells who writes what a node reads, and what nobody gives', () => {
    const nodes = [node(['x', 'w'], ['a', 'b']), node(['b', 'lost', 'b', 'a', ''], ['c'])];
    const index = indexGraph(graph(nodes, ['x'], ['c'], ['w']));
    expect(valuesRead(nodes[1] ?? node([], []))).toEqual(['b', 'lost', 'a']);
    expect([...index.producersRead(1)]).toEqual([0, -1, 0]);
    expect(index.unproduced).toEqual(['x', 'lost']);
  });

  it('tells the real inputs from initializers that an old file lists as inputs', () => {
    const index = indexGraph(graph([node(['x', 'w'], ['y'])], ['x', 'w'], ['y'], ['w']));
    expect(index.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(index.initializer('w')?.dims).toEqual([]);
    expect(index.initializer('x')).toBeUndefined();
    expect([...index.outputs]).toEqual(['y']);
  });

  it('finds the producer and every consumer of a value once', () => {
    const index = indexGraph(
      graph([node(['x'], ['a']), node(['a', 'a'], ['b']), node(['a', 'b'], ['y'])], ['x'], ['y']),
    );
    expect(index.producer('a')).toBe(0);
    expect(index.producer('x')).toBeUndefined();
    expect(index.consumers('a')).toEqual([1, 2]);
    expect([...index.predecessors(2)]).toEqual([0, 1]);
    expect([...index.successors(0)]).toEqual([1, 2]);
    expect(index.consumers('y')).toEqual([]);
  });

  it('takes the first of two producers', () => {
    expect(indexGraph(graph([node([], ['a']), node([], ['a'])], [], ['a'])).producer('a')).toBe(0);
  });

  it('counts a read inside a subgraph as a read of the node that carries it', () => {
    const inner = graph([node(['outer', 'local'], ['z'])], ['local'], ['z', 'through']);
    const index = indexGraph(
      graph(
        [node(['x'], ['outer']), node(['x'], ['through']), node([], ['y'], { attributes: [body(inner)] })],
        ['x'],
        ['y'],
      ),
    );
    expect(index.consumers('outer')).toEqual([2]);
    expect(index.consumers('local')).toEqual([]);
    expect([...index.predecessors(2)]).toEqual([0, 1]);
  });

  it('names the nodes of a cycle in the order in which they feed each other', () => {
    const index = indexGraph(graph([node(['x', 'c'], ['a']), node(['a'], ['b']), node(['b'], ['c'])], ['x'], ['c']));
    expect(index.topologicalOrder).toBeUndefined();
    const cycle = index.cycle ?? [];
    expect([...cycle].sort()).toEqual([0, 1, 2]);
    cycle.forEach((from, place) => {
      expect([...index.successors(from)]).toContain(cycle[(place + 1) % cycle.length]);
    });
  });

  it('indexes 50,000 nodes in well under a second', () => {
    const nodes = Array.from({ length: 50_000 }, (_, i) => node([`v${i}`, `v${i >> 1}`], [`v${i + 1}`]));
    const big = graph(nodes.reverse(), ['v0'], ['v50000']);
    const time = () => {
      const start = performance.now();
      indexGraph(big);
      return performance.now() - start;
    };
    // The better of two: other work on the machine is not what is measured.
    expect(Math.min(time(), time())).toBeLessThan(1000);
    expect(indexGraph(big).topologicalOrder?.[0]).toBe(49_999);
  });

  it('orders a random acyclic graph so that every node follows its inputs', () => {
    const shuffledDag = fc.integer({ min: 1, max: 40 }).chain((count) =>
      fc.record({
        order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
        edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 120 }),
      }),
    );
    fc.assert(
      fc.property(shuffledDag, ({ order, edges }) => {
        const reads = order.map((id) =>
          edges.filter(([a, b]) => Math.max(a, b) === id && a !== b).map((e) => `v${Math.min(...e)}`),
        );
        const index = indexGraph(
          graph(
            order.map((id, i) => node(reads[i] ?? [], [`v${id}`])),
            [],
            [],
          ),
        );
        const place = new Map([...(index.topologicalOrder ?? [])].map((at, i) => [at, i]));
        expect(place.size).toBe(order.length);
        order.forEach((_, at) => {
          for (const from of index.predecessors(at)) expect(place.get(from)).toBeLessThan(place.get(at) ?? -1);
        });
      }),
    );
  });

  it('finds a cycle exactly where a node can reach itself', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 14 }), (edges) => {
        const nodes = Array.from({ length: 10 }, (_, id) =>
          node(
            edges.filter((e) => e[1] === id).map((e) => `v${e[0]}`),
            [`v${id}`],
          ),
        );
        const reach = new Set(edges.map(([a, b]) => `${a}>${b}`));
        for (let k = 0; k < 10; k++)
          for (let a = 0; a < 10; a++)
            for (let b = 0; b < 10; b++) if (reach.has(`${a}>${k}`) && reach.has(`${k}>${b}`)) reach.add(`${a}>${b}`);
        const cyclic = [...Array(10).keys()].some((a) => reach.has(`${a}>${a}`));
        const index = indexGraph(graph(nodes, [], []));
        expect(index.cycle !== undefined).toBe(cyclic);
        index.cycle?.forEach((from, i, all) => {
          expect([...index.successors(from)]).toContain(all[(i + 1) % all.length]);
        });
      }),
    );
  });
});

describe('nodeName', () => {
  it('keeps a name and makes one from the first output that is there', () => {
    expect(nodeName(node([], ['y'], { name: 'conv' }))).toBe('conv');
    expect(nodeName(node([], ['', 'y']))).toBe('node_of_y');
  });
});

describe('capturedValues', () => {
  it('looks through nested bodies and leaves out what they define', () => {
    const innermost = graph([node(['far', 'near', 'own'], ['r'])], [], ['r'], ['own']);
    const inner = graph([node(['i'], ['near']), node([], ['s'], { attributes: [body(innermost)] })], ['i'], ['s']);
    expect([...capturedValues(node([], ['y'], { attributes: [body(inner)] }))]).toEqual(['far']);
  });
});
