import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dimension } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { inferShapes } from './inferShapes.ts';

const root = new URL('../../../', import.meta.url);
const models = {
  shapes: 'assets/samples/shapes/shapes.onnx',
  'ultraface-rfb-320': '../shared/models/ultraface-rfb-320.onnx',
  resnet50: '../shared/fixtures/tensorrt-10.6-h100/resnet50.graph.onnx',
  bert_4l: '../shared/fixtures/tensorrt-10.6-h100/bert_4l.graph.onnx',
  mobilenet_v2: '../shared/fixtures/graphs/mobilenet_v2.graph.onnx',
  resnet18_qdq: '../shared/fixtures/graphs/resnet18_qdq.graph.onnx',
  shufflenet_dynamo: '../shared/fixtures/graphs/shufflenet_dynamo.graph.onnx',
  vit_b_16: '../shared/fixtures/graphs/vit_b_16.graph.onnx',
};

type Golden = Readonly<Record<string, readonly [elementType: number, shape: readonly (number | string | null)[]]>>;

/** What the reference knows and we do not, or know otherwise. A name of ours is as good as a gap of the reference. */
function differences(
  golden: Golden,
  ours: (name: string) => { elementType: number; shape: readonly Dimension[] | undefined } | undefined,
) {
  return Object.entries(golden).flatMap(([name, [elementType, shape]]) => {
    const found = ours(name);
    const same =
      found?.elementType === elementType &&
      found.shape?.length === shape.length &&
      shape.every(
        (size, axis) =>
          size === null ||
          (typeof size === 'string' ? found.shape?.[axis] !== undefined : found.shape?.[axis] === size),
      );
    return same ? [] : [`${name}: ${JSON.stringify(found)} instead of ${JSON.stringify({ elementType, shape })}`];
  });
}

describe('inferShapes on real models', () => {
  for (const [name, path] of Object.entries(models)) {
    const file = new URL(path, root);
    it.skipIf(!existsSync(file))(
      `knows every shape of ${name} that the reference knows (skipped where ${path} is absent)`,
      async () => {
        const model = await readModel(memorySource(readFileSync(file)));
        const golden: Golden = JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));
        const table = await inferShapes({ ...model, graph: { ...model.graph, values: [] } });
        expect(differences(golden, (value) => table.tensor(value))).toEqual([]);
        expect(table.conflicts).toEqual([]);
        expect(Object.keys(golden).length).toBeGreaterThan(50);
      },
    );

    it.skipIf(!existsSync(file))(
      `agrees with the shapes that ${name} declares itself (skipped where ${path} is absent)`,
      async () => {
        const table = await inferShapes(await readModel(memorySource(readFileSync(file))));
        expect(table.conflicts).toEqual([]);
      },
    );
  }
});
