// Which parameters a body names, where nothing else of it matters.
import { invalid } from '#electron/deploy/protocol/servingError.ts';

/** @throws ServingError where it is no JSON object, or its parameters are none. */
export function parameterNames(body: Uint8Array): readonly string[] {
  const root = parsed(body);
  const parameters = isObject(root) && 'parameters' in root ? (root.parameters ?? {}) : {};
  if (isObject(root) && isObject(parameters)) return Object.keys(parameters);
  throw invalid('the request is not understood: an object is expected');
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch (error) {
    throw invalid(`the request is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
