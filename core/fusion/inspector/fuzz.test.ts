import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { aModel } from '#core/testing/aModel.ts';
import { linkEngine } from '../actual/linkEngine.ts';
import { onlyEndingWith, onlyStartingWith } from './nameEnds.ts';
import { readLayers } from './readLayers.ts';

const chain = (length: number) =>
  aModel({
    nodes: Array.from({ length }, (_, at) => `/block.${at}/op: v${at + 1} = Relu(v${at})`),
    inputs: { v0: 'float32[4]' },
    outputs: { [`v${length}`]: 'float32[4]' },
  }).graph;

const graph = chain(12);
const names = graph.nodes.map(nodeName);
const known = new Set(names);
const index = indexGraph(graph);

function linked(json: string) {
  const { layers } = readLayers(json, known);
  return linkEngine({ graph, index, layers, removed: new Map() });
}

const name = fc.oneof(fc.constantFrom(...names), fc.string());
const entries = fc.array(
  name.map((one) => `[ONNX Layer: ${one}]`),
  { maxLength: 6 },
);
const metadata = fc
  .tuple(entries, fc.constantFrom('\u001e', '\u001f', ''), fc.nat(), fc.option(fc.nat({ max: 40 })))
  .map(([all, joint, from, length]) => {
    const whole = all.join(joint);
    const at = whole.length === 0 ? 0 : from % whole.length;
    return length === null ? whole : `${whole.slice(0, at)} ... ${whole.slice(at + length)}`;
  });
const nested = fc
  .tuple(fc.nat({ max: 40 }), fc.array(name, { minLength: 1, maxLength: 4 }))
  .map(([depth, parts]) => `${'PWN('.repeat(depth)}${parts.join(', ')}${')'.repeat(depth)}`);
const region = fc
  .tuple(name, name, fc.boolean())
  .map(([from, to, both]) => (both ? `{ForeignNode[${from}...${to}]}` : `{ForeignNode[${from}`));
const layerName = fc.oneof(
  name,
  nested,
  region,
  fc.array(name, { maxLength: 4 }).map((parts) => parts.join(' + ')),
);
const tensor = fc.record(
  {
    Name: fc.constantFrom('v1', 'v5', 'v12', ''),
    Dimensions: fc.array(fc.nat()),
    'Format/Datatype': fc.string(),
    Datatype: fc.constantFrom('Half', 'FP32', 'INT8'),
    Format: fc.string(),
  },
  { requiredKeys: ['Name'] },
);
const layer = fc.oneof(
  layerName,
  fc.record(
    {
      Name: layerName,
      LayerType: fc.string(),
      Inputs: fc.array(tensor, { maxLength: 2 }),
      Outputs: fc.array(tensor, { maxLength: 2 }),
      Metadata: metadata,
      StreamId: fc.oneof(fc.nat(), fc.string()),
    },
    { requiredKeys: ['Name'] },
  ),
);
const engine = fc.record(
  {
    Layers: fc.array(layer, { maxLength: 8 }),
    Bindings: fc.array(fc.string()),
    'I/O Tensors': fc.array(fc.record({ Name: fc.string() })),
  },
  { requiredKeys: ['Layers'] },
);

/** As TensorRT writes it: control characters stand raw in strings. */
const raw = (value: unknown) =>
  JSON.stringify(value).replaceAll(/\\u00([01][0-9a-f])/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

describe('whatever an inspector writes', () => {
  it('gives every node one fate, a coverage between 0 and 1, and no node to a layer that is not there', () => {
    fc.assert(
      fc.property(engine, (given) => {
        const link = linked(raw(given));
        expect(link.layers.length).toBe(given.Layers.length);
        expect(link.fates.length).toBe(names.length);
        expect(link.coverage).toBeGreaterThanOrEqual(link.named);
        expect(link.coverage).toBeLessThanOrEqual(1);
        expect(link.named).toBeGreaterThanOrEqual(0);
        for (const fate of link.fates) {
          for (const at of 'layers' in fate ? fate.layers : []) expect(link.layers[at]).toBeDefined();
        }
      }),
    );
  });

  it('is refused as no inspector’s JSON where it was cut off anywhere', () => {
    fc.assert(
      fc.property(engine, fc.nat(), (given, at) => {
        const text = raw(given);
        const part = text.slice(0, at % text.length);
        try {
          linked(part);
          expect.unreachable('half of an object is no JSON');
        } catch (error) {
          expect(error instanceof SyntaxError || error instanceof ZodError).toBe(true);
        }
      }),
    );
  });

  it('is read in time that grows with it: 10,000 layers of a long model, cut, nested and spanning each other', () => {
    const long = chain(20_000);
    const all = new Set(long.nodes.map(nodeName));
    const places = Array.from({ length: 10_000 }, (_, at) => at);
    const layers = [
      ...places.map((at) => ({ Name: 'l', Metadata: `[ONNX Layer: /block.${at}/o ... ock.${at + 7}/op]` })),
      ...places.map((at) => `{ForeignNode[/block.${at}/op.../block.${19_999 - at}/op]}`),
      ...places.map((at) => `${'PWN('.repeat(9)}/block.${at}/op${')'.repeat(9)}`),
      `${')'.repeat(300_000)}x`,
      'ForeignNode['.repeat(50_000),
    ];
    const read = readLayers(JSON.stringify({ Layers: layers }), all);
    const link = linkEngine({ graph: long, index: indexGraph(long), layers: read.layers, removed: new Map() });
    expect(link.coverage).toBe(1);
    // Of regions inside one another the narrowest holds a node.
    expect(link.fates[10_010]).toMatchObject({ layers: [19_989] });
  });
});

describe('cut names', () => {
  it('are completed by the one name that fits, and by none where several do', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(part), part, (list, piece) => {
        const set = new Set(list);
        const beginning = list.filter((one) => one.startsWith(piece));
        const ending = list.filter((one) => one.endsWith(piece));
        expect(onlyStartingWith(piece, set)).toBe(beginning.length === 1 ? beginning[0] : undefined);
        expect(onlyEndingWith(piece, set)).toBe(ending.length === 1 ? ending[0] : undefined);
      }),
    );
  });
});
