// External data: which file a location may name, and whether that file has the bytes that a tensor says it has.
import { bitsPerElement, byteLength } from './dataType.ts';
import { elementCount } from './elementCount.ts';
import { exportAgain, OnnxError } from './error.ts';
import type { Tensor } from './model.ts';
import { beginningOf, oneLine, shownShape } from './oneLine.ts';
import type { OpenExternal } from './source.ts';

export interface Refusal {
  readonly reason: string;
  readonly next: string;
}

/**
 * A location as a path relative to the model's folder with '/' between its parts, or why it is refused: a model must not
 * make Lathe read (or write) anything outside its own folder.
 */
export function checkLocation(location: string): string | Refusal {
  const parts = location.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const refused = (why: string): Refusal => ({
    reason: `The external data location '${oneLine(beginningOf(location, 100))}' ${why}`,
    next: 'Put the data file into the model’s folder and export the model again with its plain name.',
  });
  if (parts.length === 0) {
    return refused('names no file');
  }
  if (oneLine(location) !== location) {
    return refused('contains control characters');
  }
  if (/^[\\/]/.test(location) || /^[A-Za-z]:/.test(location)) {
    return refused('is an absolute path');
  }
  if (parts.includes('..')) {
    return refused('leaves the model’s folder');
  }
  // On Windows a colon opens another stream of a file or a device, and trailing dots and spaces are dropped.
  if (location.includes(':') || parts.some((part) => /[. ]$/.test(part) || isDevice(part))) {
    return refused('is not a plain file name on every system');
  }
  return parts.join('/');
}

function isDevice(part: string): boolean {
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part);
}

export interface ExternalRange {
  /** The location, checked. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * The bytes of a tensor in an external file of `fileSize` bytes.
 * Throws `OnnxError` where the location is refused, the range leaves the file, or its length is not dims × type.
 */
export function externalRange(tensor: Tensor, fileSize: number): ExternalRange {
  const { data } = tensor;
  if (data.kind !== 'external') {
    throw new TypeError(`the tensor '${tensor.name}' is not in another file`);
  }
  const location = checkLocation(data.location);
  if (typeof location !== 'string') {
    throw new OnnxError(`${location.reason} (tensor '${tensor.name}')`, location.next);
  }
  const length = data.length === -1 ? fileSize - data.offset : data.length;
  if (length < 0 || data.offset + length > fileSize) {
    throw new OnnxError(
      `The tensor '${tensor.name}' needs bytes ${data.offset} to ${data.offset + Math.max(length, 0)} of '${location}', which has ${fileSize}`,
      `Copy '${location}' again from where the model was exported; it is cut short or belongs to another model.`,
    );
  }
  const wanted = byteLength(tensor.dataType, elementCount(tensor.dims));
  if (bitsPerElement(tensor.dataType) > 0 && length !== wanted) {
    throw new OnnxError(
      `The tensor '${tensor.name}' of shape ${shownShape(tensor.dims)} has ${length} bytes in '${location}', where ${wanted} are needed`,
      exportAgain,
    );
  }
  return { location, offset: data.offset, length };
}

/** An `OpenExternal` that checks every location before `open` sees it. */
export function checkedExternal(open: OpenExternal): OpenExternal {
  return async (location) => {
    const checked = checkLocation(location);
    if (typeof checked !== 'string') {
      throw new OnnxError(checked.reason, checked.next);
    }
    return open(checked);
  };
}
