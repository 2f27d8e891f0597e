import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeName } from '#core/graph/graphIndex.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { intAttribute, subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Graph, Model, Node } from '#core/onnx/model.ts';
import { arbitraryNetwork } from '#core/testing/arbitraryNetwork.ts';
import { inlineFunctions } from '../inlineFunctions.ts';
import { toHalf } from '../toHalf.ts';

const floating = new Set<number>([DataType.float32, DataType.float16, DataType.bfloat16]);

function graphsOf(graph: Graph): readonly Graph[] {
  return [graph, ...graph.nodes.flatMap((node) => subgraphs(node).flatMap((body) => graphsOf(body.graph)))];
}

/** Casts between floating types, which are those that a rewrite puts in; `from` makes what such a cast reads. */
function castsIn(model: Model, shapes: ShapeTable): readonly { node: Node; from: Node | undefined; to: number }[] {
  return graphsOf(model.graph).flatMap((graph) => {
    const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
    return graph.nodes
      .filter(({ opType }) => opType === 'Cast')
      .map((node) => ({ node, from: makers.get(node.inputs[0] ?? ''), to: intAttribute(node, 'to', 0) }))
      .filter(({ node, to }) => floating.has(to) && !isWhole(node, shapes));
  });
}

function isWhole({ inputs }: Node, shapes: ShapeTable): boolean {
  return shapes.tensor(inputs[0] ?? '')?.elementType === DataType.int32;
}

/** What a rewrite node by node would take: a cast for each float input and output of each node that is kept. */
function naiveCasts(model: Model, kept: ReadonlySet<string>): number {
  const all = graphsOf(model.graph).flatMap(({ nodes }) => nodes);
  const borders = model.graph.inputs.length + model.graph.outputs.length;
  const single = all.filter((node) => kept.has(nodeName(node)));
  return borders + single.reduce((sum, { inputs, outputs }) => sum + inputs.length + outputs.length, 0);
}

const arguments_ = fc.record({
  model: arbitraryNetwork,
  type: fc.constantFrom('fp16' as const, 'bf16' as const),
  keepIo: fc.boolean(),
  kept: fc.array(fc.nat(8), { maxLength: 3 }),
});

describe('casts', () => {
  it('stand once for a value and type, never after one another, never without effect, and are no more than a naive rewrite’s', async () => {
    await fc.assert(
      fc.asyncProperty(arguments_, async ({ model, type, keepIo, kept }) => {
        const keep = { nodes: kept.flatMap((place) => model.graph.nodes[place]?.name ?? []) };
        const result = await toHalf(model, { type, keepIo, keep });
        const shapes = await inferShapes(result.model);
        const casts = castsIn(result.model, shapes);
        for (const { node, from, to } of casts) {
          const source = shapes.tensor(node.inputs[0] ?? '');
          expect(from?.opType === 'Cast' && !isWhole(from, shapes)).toBe(false);
          if (source !== undefined) expect(source.elementType).not.toBe(to);
        }
        const pairs = casts.map(({ node, to }) => `${node.inputs[0]} ${to}`);
        expect(new Set(pairs).size).toBe(pairs.length);
        expect(casts.length).toBe(result.casts);
        const stay = new Set(result.kept.map(({ node }) => node));
        expect(result.casts).toBeLessThanOrEqual(naiveCasts(inlineFunctions(model), stay));
      }),
      { numRuns: 150 },
    );
  });
});
