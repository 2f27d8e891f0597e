// Floats as they stand between the brackets of a JSON array, written by the addon where it is built.
import { jsonOfBytes } from '#electron/deploy/protocol/jsonData.ts';
import { loadAddon } from '#electron/worker/native.ts';

export type WriteFloats = (bytes: Uint8Array) => string;

/** What is not finite becomes null. @param bytes of FP32. */
export const ownFloatsText: WriteFloats = (bytes) =>
  JSON.stringify(jsonOfBytes({ datatype: 'FP32', bytes })).slice(1, -1);

let chosen: WriteFloats | undefined;

export function floatsText(bytes: Uint8Array): string {
  chosen ??= nativeFloatsText() ?? ownFloatsText;
  return chosen(bytes);
}

/** Undefined where the addon is not built. */
export function nativeFloatsText(): WriteFloats | undefined {
  try {
    const { writeFloats } = loadAddon();
    return writeFloats;
  } catch {
    return undefined;
  }
}
