// Calls that read a whole model: what it is made of, and which of its nodes will fuse.
import { smallConstants } from '#core/fusion/constants.ts';
import { previewFusions } from '#core/fusion/preview.ts';
import { checkModel } from '#core/graph/check.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { summarize } from '#core/graph/summary.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import type { Parts } from '../parts.ts';
import type { Calls } from './calls.ts';
import { externalSizes } from './externalSizes.ts';

export const inspectCalls: Calls<'model.inspect' | 'model.preview'> = {
  async 'model.inspect'({ id, target }, { parts }) {
    const { model, shapes, openExternal } = await read(id, parts);
    const sizes = await externalSizes(model, openExternal);
    const issues = await checkModel(model, shapes, { target, externalFiles: (location) => sizes.get(location) });
    return summarize(model, shapes, issues);
  },
  async 'model.preview'({ id, target }, { parts }) {
    const { model, shapes, openExternal } = await read(id, parts);
    return previewFusions({
      graph: model.graph,
      constants: await smallConstants(model, openExternal),
      shapeOf: (value) => shapes.tensor(value)?.shape,
      typeOf: (value) => shapes.tensor(value)?.elementType ?? 0,
      target,
    });
  },
};

async function read(id: string, parts: Parts) {
  const openExternal = parts.models.external(id);
  const model: Model = await readModel(parts.models.source(id));
  return { model, openExternal, shapes: await inferShapes(model, { openExternal }) };
}
