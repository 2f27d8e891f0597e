import { describe, expect, it } from 'vitest';
import { indexGraph } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import { aGraph } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { graphItems } from './items.ts';

const itemsOf = (graph: Graph) => graphItems(graph, indexGraph(graph));
const edgesOf = ({ from, to }: { from: Int32Array; to: Int32Array }) => [...from].map((item, edge) => [item, to[edge]]);

describe('graphItems', () => {
  it('folds constants and their new names into the cards that read them', () => {
    const items = itemsOf(
      aGraph({
        inputs: { x: 'float32[2]' },
        outputs: { y: 'float32[2]' },
        initializers: { w: 'float32[2]' },
        nodes: [
          ['c = Constant()', { value: aTensor('', 'float32[2]') }],
          'v = Identity(w)',
          'a = Add(x, c)',
          'y = Mul(a, v)',
        ],
      }),
    );
    expect(items.count).toBe(4);
    expect([...items.folded]).toEqual([1, 1, 0, 0]);
    expect([...items.itemOf]).toEqual([1, 2, 1, 2]);
    expect(items.constant('v')).toBe(items.constant('w'));
    expect(edgesOf(items)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('keeps a constant that the graph gives out, and one that nobody reads', () => {
    const value = aTensor('', 'float32[1]');
    const items = itemsOf(
      aGraph({
        outputs: { y: 'float32[1]' },
        nodes: [
          ['y = Constant()', { value }],
          ['z = Constant()', { value }],
        ],
      }),
    );
    expect([...items.folded]).toEqual([0, 0]);
    expect(items.count).toBe(3);
  });

  it('joins two cards once however often the value is read', () => {
    const items = itemsOf(
      aGraph({ inputs: { x: 'float32[2]' }, outputs: { y: 'float32[2]' }, nodes: ['y = Mul(x, x)'] }),
    );
    expect(edgesOf(items)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('tells the outputs of a node apart by port', () => {
    const items = itemsOf(
      aGraph({
        inputs: { x: 'float32[4]' },
        outputs: { y: 'float32[4]' },
        nodes: ['a, b = Split(x)', 'y = Concat(b, a)'],
      }),
    );
    expect([...items.ports]).toEqual([0, 1, 0, 0]);
  });

  it('shows values from the graphs around as inputs', () => {
    const items = itemsOf(aGraph({ outputs: { t: 'float32' }, nodes: ['t = Add(h, k)'] }));
    expect(items.inputs).toEqual(['h', 'k']);
    expect(edgesOf(items)).toEqual([
      [0, 2],
      [1, 2],
      [2, 3],
    ]);
  });
});
