// Reads a whole model and says what it is made of, or which of its nodes will fuse.
import type { InspectReport } from '#core/contract/inspect.ts';
import type { PreviewReport } from '#core/contract/preview.ts';
import { previewModel } from '#core/fusion/previewModel.ts';
import { rewrittenFor } from '#core/fusion/rewritten/rewrittenFor.ts';
import { checkModel } from '#core/graph/check.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { summarize } from '#core/graph/summary.ts';
import { readModel } from '#core/onnx/read.ts';
import { openExternalFile } from '../externalFile.ts';
import { fileSource } from '../fileSource.ts';
import { externalSizes } from './externalSizes.ts';
import type { ModelFile, PreviewQuestion } from './question.ts';
import { readEngine } from './readEngine.ts';

/** Throws OnnxError where the file is no model. */
export async function inspectModel(file: ModelFile, target: string): Promise<InspectReport> {
  const { model, shapes, openExternal } = await read(file);
  const sizes = await externalSizes(model, openExternal);
  const issues = await checkModel(model, shapes, { target, externalFiles: (location) => sizes.get(location) });
  return summarize(model, shapes, issues);
}

/** Throws OnnxError where the file is no model, and LatheError where an engine's files cannot be used. */
export async function previewFile(file: ModelFile, question: PreviewQuestion): Promise<PreviewReport> {
  const { target, precision, otherPrecision, optimizationLevel, route, actual, profile } = question;
  const { model, shapes, openExternal } = await read(file);
  const rewritten = await rewrittenFor(model, { target, precision, route, openExternal });
  const engine = actual === undefined ? undefined : await readEngine(rewritten?.model ?? model, actual, profile);
  const form = { target, precision, otherPrecision, optimizationLevel, route };
  return previewModel(model, { ...form, shapes, openExternal, rewritten, ...(engine ? { engine } : {}) });
}

async function read({ path, bytes }: ModelFile) {
  const openExternal = (location: string) => openExternalFile(path, location);
  const model = await readModel(fileSource(path, bytes));
  return { model, openExternal, shapes: await inferShapes(model, { openExternal }) };
}
