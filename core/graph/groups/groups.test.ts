import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { aGraph } from '#core/testing/aModel.ts';
import { aNode } from '#core/testing/aNode.ts';
import { foldedInto, groupsOfLevel, nodesOfGroup } from './folding.ts';
import { givenGroups } from './givenGroups.ts';
import { groupTree } from './groupTree.ts';
import { nameScope } from './nameScope.ts';
import { scopeGroups } from './scopeGroups.ts';

describe('nameScope', () => {
  it('reads scopes from names with slashes and with dots', () => {
    expect(nameScope(aNode('/layer1/layer1.0/conv1/Conv: y = Conv(x, w)'))).toEqual(['layer1', 'layer1.0', 'conv1']);
    expect(nameScope(aNode('encoder.layer.0.MatMul_3: y = MatMul(x, w)'))).toEqual(['encoder', 'layer', '0']);
    expect(nameScope(aNode('Conv_0: y = Conv(x, w)'))).toEqual([]);
    expect(nameScope(aNode('onnx::Conv.1: y = Conv(x, w)'))).toEqual([]);
  });

  it('takes the first output where a node has no name', () => {
    expect(nameScope(aNode('/stem/Relu_output_0 = Relu(x)'))).toEqual(['stem']);
  });

  it('prefers the scopes that PyTorch writes beside the node', () => {
    const metadata = [{ key: 'pkg.torch.onnx.name_scopes', value: "['', 'stage2', 'stage2.1', 'relu_5']" }];
    expect(nameScope({ ...aNode('node_relu_5: y = Relu(x)'), metadata })).toEqual(['stage2', '1']);
  });
});

describe('groupTree', () => {
  const paths = [['a', 'b'], ['a', 'b'], ['a', 'c'], ['d', 'e', 'f'], ['d', 'e', 'f'], ['g'], []];
  const tree = groupTree(paths.length, (node) => paths[node] ?? []);

  it('leaves out groups of one node and joins groups that hold only one another', () => {
    expect(tree.paths).toEqual(['a', 'a/b', 'd/e/f']);
    expect([...tree.parents]).toEqual([-1, 0, -1]);
    expect([...tree.sizes]).toEqual([3, 2, 2]);
    expect([...tree.groupOf]).toEqual([1, 1, 0, 2, 2, -1, -1]);
  });

  it('folds a node into the outermost folded group around it', () => {
    expect([...foldedInto(tree, new Set([1]))]).toEqual([1, 1, -1, -1, -1, -1, -1]);
    expect([...foldedInto(tree, new Set([0, 1]))]).toEqual([0, 0, 0, -1, -1, -1, -1]);
    expect([...nodesOfGroup(tree, 0)]).toEqual([0, 1, 2]);
    expect(groupsOfLevel(tree, 1, new Set())).toEqual([1]);
    expect(groupsOfLevel(tree, 1, new Set([0]))).toEqual([]);
  });

  it('counts every node once at each level of any tree', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 40 }), (all) => {
        const any = groupTree(all.length, (node) => all[node] ?? []);
        expect(new Set(any.paths).size).toBe(any.count);
        for (let group = 0; group < any.count; group++) {
          expect(any.parents[group]).toBeLessThan(group);
          const members = nodesOfGroup(any, group);
          expect(members.length).toBe(any.sizes[group]);
          expect(members.length).toBeGreaterThan(1);
          for (const node of members) expect(foldedInto(any, new Set([group]))[node]).toBe(group);
        }
      }),
    );
  });
});

describe('scopeGroups', () => {
  it('puts a node without a scope where its readers are', () => {
    const graph = aGraph({
      inputs: { x: 'float32[1]' },
      nodes: ['x_Quantize: q = Cast(x)', 'x_Dequantize: d = Cast(q)', '/a/Add: s = Add(d, d)', '/a/Mul: y = Mul(s, d)'],
      outputs: { y: 'float32[1]' },
    });
    const tree = scopeGroups(graph, indexGraph(graph));
    expect(tree.paths).toEqual(['a']);
    expect([...tree.groupOf]).toEqual([0, 0, 0, 0]);
  });
});

describe('givenGroups', () => {
  it('keeps groups of the same name apart and gives a node to the first that names it', () => {
    const tree = givenGroups(5, [
      { name: 'conv', nodes: [0, 1] },
      { name: 'conv', nodes: [1, 2, 3] },
    ]);
    expect(tree.names).toEqual(['conv', 'conv 2']);
    expect([...tree.groupOf]).toEqual([0, 0, 1, 1, -1]);
  });
});
