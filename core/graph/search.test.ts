import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { buildSearch } from './search.ts';
import { searchAsides, searchAsidesInSlices, searchTexts, searchTextsInSlices } from './searchTexts.ts';
import { inferShapes } from './shapes/inferShapes.ts';

const model = aModel({
  nodes: [
    ['stem/conv/Conv: stem = Conv(x, w)', { pads: [1, 1, 1, 1] }],
    ['layer1/conv1: a = Conv(stem, w1)', { dilations: [2, 2] }],
    'layer1/relu: b = Relu(a)',
    'norm: y = LayerNormalization(b, s)',
  ],
  inputs: { x: 'float32[1,3,16,16]' },
  initializers: { w: 'float32[8,3,3,3]', w1: 'float32[8,8,3,3]', s: 'float32[12]' },
});
const labels = (search: ReturnType<typeof buildSearch>, query: string, limit = 10) =>
  search(query, limit).map(({ kind, label }) => `${kind} ${label}`);

describe('buildSearch', () => {
  const search = buildSearch(model.graph);

  it('ranks whole words before beginnings, words inside and parts of words', () => {
    expect(labels(search, 'conv')).toEqual(['operator Conv', 'node layer1/conv1', 'node stem/conv/Conv']);
    expect(labels(search, 'relu')).toEqual(['operator Relu', 'node layer1/relu']);
    expect(labels(search, 'norm')).toEqual(['node norm', 'operator LayerNormalization']);
    expect(labels(search, 'ormal')).toEqual(['operator LayerNormalization']);
  });

  it('finds tensors at their producer, and weights at the node that reads them', () => {
    expect(search('stem', 1)).toMatchObject([{ kind: 'tensor', label: 'stem', node: 0 }]);
    expect(search('w1', 1)).toMatchObject([{ kind: 'tensor', label: 'w1', node: 1, detail: 'layer1/conv1' }]);
  });

  it('says which part of the label matched', () => {
    const [hit] = search('normalization', 1);
    expect(hit?.label.slice(...(hit?.match ?? []))).toBe('Normalization');
    expect(search('CONV1', 1)[0]?.match).toEqual([7, 12]);
  });

  it('takes the words of a query in any order', () => {
    expect(labels(search, 'conv layer1')).toEqual(['node layer1/conv1']);
    expect(labels(search, 'conv layer2')).toEqual([]);
  });

  it('finds attributes and shapes, and says that they are what matched', async () => {
    expect(search('dilations', 5)).toMatchObject([{ kind: 'node', node: 1, match: [0, 0], through: 'dilations' }]);
    const withShapes = buildSearch(model.graph, await inferShapes(model));
    expect(withShapes('8, 16, 16', 5)).toMatchObject([{ node: 0, through: '[1, 8, 16, 16]' }]);
    expect(withShapes('12, 12', 5).map(({ node }) => node)).toEqual([1, 2, 3]);
  });

  it('gives nothing for nothing and no more than asked for', () => {
    expect(search('  ', 10)).toEqual([]);
    expect(search('conv', 0)).toEqual([]);
    expect(search('conv', 2)).toHaveLength(2);
  });

  it('collects the same texts in slices as at once', async () => {
    let pauses = 0;
    const pause = async () => void pauses++;
    const nodes = Array.from({ length: 4_001 }, (_, at) => `op${at}: v${at + 1} = Relu(v${at})`);
    const large = aModel({ nodes, inputs: { v0: 'float32[2,1]' } });
    expect(await searchTextsInSlices(large.graph, pause)).toEqual(searchTexts(large.graph));
    expect(pauses).toBeGreaterThan(3);
    pauses = 0;
    const shapes = await inferShapes(large);
    const asides = await searchAsidesInSlices(large.graph, shapes, '', pause);
    expect(asides).toEqual(searchAsides(large.graph, shapes));
    expect(asides.asides.map(({ shown, nodes: all }) => [shown, all.length])).toEqual([['[2, 1]', 4_001]]);
    expect(pauses).toBe(2);
  });

  it('finds one of 50,000 nodes, and no more than asked for of many', () => {
    const nodes = Array.from({ length: 50_000 }, (_, at) => `block${at >> 3}/op${at}: v${at + 1} = Relu(v${at})`);
    const large = buildSearch(aModel({ nodes, inputs: { v0: 'float32[1]' } }).graph);
    expect(large('op49999', 1)[0]?.node).toBe(49_999);
    expect(large('op', 20)).toHaveLength(20);
    expect(large('nothing', 20)).toEqual([]);
  });
});
