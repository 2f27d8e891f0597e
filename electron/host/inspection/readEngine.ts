// Reads what a built engine consists of: TensorRT's inspector JSON with its profile, or ONNX Runtime's optimized model.
import { readFile, stat } from 'node:fs/promises';
import { LatheError } from '#core/contract/failure.ts';
import { onnxruntimeLayers } from '#core/fusion/actual/onnxruntimeLayers.ts';
import { onnxruntimeProfile } from '#core/fusion/actual/onnxruntimeProfile.ts';
import { smallConstants } from '#core/fusion/constants.ts';
import { type Profile, readProfile } from '#core/fusion/inspector/profile.ts';
import { type EngineLayer, readLayers } from '#core/fusion/inspector/readLayers.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { fileSource } from '../fileSource.ts';

/** Larger than any inspector's answer, and small enough to be read whole. */
const mostBytes = 1 << 29;

/** @throws LatheError where a file is missing or is not of the kind that it should be. */
export async function readEngine(
  model: Model,
  actual: string,
  profile: string | undefined,
): Promise<{ readonly layers: readonly EngineLayer[]; readonly profile?: Profile }> {
  if (/\.(onnx|ort)$/i.test(actual)) {
    const { size } = await stat(actual).catch(() => ({ size: -1 }));
    if (size < 0) throw missing(actual);
    const { graph } = await readModel(fileSource(actual, size));
    const layers = onnxruntimeLayers(model.graph, graph, await smallConstants(model));
    return profile === undefined
      ? { layers }
      : { layers, profile: await parsed(profile, onnxruntimeProfile, ortProfile) };
  }
  const known = new Set(model.graph.nodes.map(nodeName));
  const { layers } = await parsed(actual, (json) => readLayers(json, known), inspectorJson);
  return profile === undefined ? { layers } : { layers, profile: await parsed(profile, readProfile, trtexecProfile) };
}

const inspectorJson =
  'Give what IEngineInspector prints as JSON (trtexec --exportLayerInfo), or the .onnx file that ONNX Runtime optimized.';
const trtexecProfile = 'Give what trtexec --exportProfile writes.';
const ortProfile = "Give the JSON that ONNX Runtime's profiler writes.";

async function parsed<T>(path: string, read: (json: string) => T, next: string): Promise<T> {
  const { size } = await stat(path).catch(() => ({ size: -1 }));
  if (size < 0) throw missing(path);
  try {
    if (size > mostBytes) throw new RangeError(`${size} bytes are too many`);
    return read(await readFile(path, 'utf8'));
  } catch (error) {
    const why =
      error instanceof SyntaxError || error instanceof RangeError ? error.message : 'other fields were expected';
    throw new LatheError({ kind: 'use', reason: `${path} could not be understood (${why}).`, next });
  }
}

function missing(path: string): LatheError {
  return new LatheError({ kind: 'use', reason: `${path} was not found.`, next: 'Check the path.' });
}
