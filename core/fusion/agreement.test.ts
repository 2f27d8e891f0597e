import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Precision } from '#core/contract/recipe.ts';
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { aModel } from '#core/testing/aModel.ts';
import { linkEngine } from './actual/linkEngine.ts';
import { agreement, scoredEdges } from './agreement.ts';
import { readLayers } from './inspector/readLayers.ts';
import { previewModel } from './previewModel.ts';

const { graph } = aModel({
  nodes: ['a: b = Relu(x)', 'c: d = Exp(b)', 'e: f = Abs(d)', 'g: h = Neg(f)', 'i: y = Add(h, b)'],
  inputs: { x: 'float32[4]' },
  outputs: { y: 'float32[4]' },
});
const index = indexGraph(graph);
const names = graph.nodes.map(nodeName);

function scoreOf(groups: readonly (readonly number[])[], layers: readonly (readonly string[])[]) {
  const json = {
    Layers: layers.map((nodes, at) => ({
      Name: `l${at}`,
      Metadata: nodes.map((node) => `[ONNX Layer: ${node}]`).join('\u001f'),
    })),
  };
  const link = linkEngine({ graph, index, layers: readLayers(JSON.stringify(json)).layers, removed: new Map() });
  const matches = groups.map((nodes) => ({ kind: '', nodes, reason: '' }));
  return agreement(scoredEdges(graph, { index, matches }, link));
}

describe('agreement of prediction and engine', () => {
  it('counts edges between named nodes, joined or not, once each', () => {
    // Edges: a-c, c-e, e-g, g-i, a-i. Predicted together: a-c, c-e. Really together: a-c, g-i.
    expect(scoreOf([[0, 1, 2]], [['a', 'c'], ['e'], ['g', 'i']])).toEqual({
      edges: 5,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    });
  });

  it('leaves out an edge with an end that the engine does not name', () => {
    expect(
      scoreOf(
        [[0, 1, 2]],
        [
          ['a', 'c'],
          ['g', 'i'],
        ],
      ).edges,
    ).toBe(3);
  });

  it('takes a node that was split for together with its neighbours on both sides', () => {
    expect(scoreOf([[0, 1, 2]], [['a', 'c'], ['c', 'e'], ['g'], ['i']])).toMatchObject({
      precision: 1,
      recall: 1,
      f1: 1,
    });
  });

  it('is whole where nothing is joined and nothing was said to be', () => {
    expect(
      scoreOf(
        [],
        names.map((name) => [name]),
      ),
    ).toEqual({ edges: 5, precision: 1, recall: 1, f1: 1 });
  });

  it('is perfect for a prediction that is the engine itself, and F1 lies between precision and recall', () => {
    const partition = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 });
    const split = (places: readonly number[]) =>
      [0, 1, 2]
        .map((group) => places.flatMap((place, node) => (place === group ? [node] : [])))
        .filter(({ length }) => length > 0);
    fc.assert(
      fc.property(partition, partition, (predicted, actual) => {
        const engine = split(actual).map((nodes) => nodes.map((node) => names[node] ?? ''));
        expect(scoreOf(split(actual), engine).f1).toBe(1);
        const { precision, recall, f1 } = scoreOf(split(predicted), engine);
        expect(f1).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12);
        expect(f1).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12);
      }),
    );
  });
});

const fixtures = resolve(import.meta.dirname, '../../../shared/fixtures/tensorrt-10.6-h100');
const read = (name: string) => readFileSync(resolve(fixtures, name));

describe('the prediction for TensorRT 10.6', () => {
  it.skipIf(!existsSync(fixtures)).each<[string, Precision, number]>([
    ['resnet50', 'fp32', 0.95],
    ['resnet50', 'fp16', 0.95],
    ['resnet50', 'int8', 0.95],
    ['bert_4l', 'fp16', 0.85],
  ])('agrees with the engine of %s in %s (skipped without the fixtures)', async (name, precision, least) => {
    const model = await readModel(memorySource(read(`${name}.graph.onnx`)));
    const known = new Set(model.graph.nodes.map(nodeName));
    const { layers } = readLayers(read(`${name}-${precision}.layers.json`).toString('utf8'), known);
    const { agreement: found, actual } = await previewModel(model, {
      target: 'tensorrt@10.6',
      precision,
      engine: { layers },
    });
    expect(found?.f1).toBeGreaterThanOrEqual(least);
    expect(found?.edges).toBeGreaterThan(100);
    expect(actual?.coverage).toBe(1);
    expect(actual?.unmapped).toEqual([]);
  });
});
