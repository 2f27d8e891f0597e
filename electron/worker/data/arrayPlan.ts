// How an array feeds an input: where its samples lie, and what shape each has for the model.
import { LatheError } from '#core/contract/failure.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { ValueType } from '#electron/worker/value.ts';
import type { ArraySource } from './arraySource.ts';

export interface ArrayPlan {
  readonly samples: number;
  /** Shape of one sample, as the model takes it. */
  readonly dims: readonly number[];
}

/**
 * With the input's own rank the first axis counts samples (of as many rows as a fixed batch has); with one axis more the
 * first counts whole inputs; with one less the array is a single sample without its batch axis.
 * @param whole the array is one sample, whatever its first axis (a file of its own for each sample).
 * @throws LatheError where shape or type do not fit.
 */
export function planArray(port: Port, array: ArraySource, whole = false): ArrayPlan {
  requireType(port, array);
  const { shape } = port;
  const { dims } = array;
  const [batch] = shape;
  if (dims.length === shape.length && shape.length > 0 && fits(dims.slice(1), shape.slice(1))) {
    const [rows = 0] = dims;
    const step = typeof batch === 'number' ? batch : whole ? rows : 1;
    const samples = step === 0 ? 0 : Math.floor(rows / step);
    if (samples > 0 && (!whole || samples === 1)) return { samples, dims: [step, ...dims.slice(1)] };
  }
  if (dims.length === shape.length && fits(dims, shape)) return { samples: 1, dims };
  if (dims.length === shape.length + 1 && fits(dims.slice(1), shape)) {
    const [samples = 0] = dims;
    if (samples > 0 && (!whole || samples === 1)) return { samples, dims: dims.slice(1) };
  }
  if (dims.length === shape.length - 1 && fits(dims, shape.slice(1)) && (batch === 1 || typeof batch === 'string')) {
    return { samples: 1, dims: [1, ...dims] };
  }
  throw new LatheError({
    kind: 'use',
    reason: `${capital(array.name)} has the shape [${dims.join(', ')}], and the input '${port.name}' takes [${shape.join(', ')}].`,
    next: 'Save samples along the first axis, each of the shape that the input takes.',
  });
}

function fits(dims: readonly number[], shape: Port['shape']): boolean {
  return dims.length === shape.length && shape.every((size, axis) => typeof size === 'string' || size === dims[axis]);
}

const whole = /^u?int/;
const float = /^float/;

/** Wider or narrower is converted; fractions are never cut off, and text is never made of numbers. */
function requireType(port: Port, array: ArraySource): void {
  const { type: wanted } = port;
  const given: ValueType = array.type;
  const may =
    wanted === given ||
    (wanted !== undefined && float.test(wanted)) ||
    (wanted !== undefined && whole.test(wanted) && (whole.test(given) || given === 'bool')) ||
    (wanted === 'bool' && whole.test(given));
  if (may) return;
  throw new LatheError({
    kind: 'use',
    reason: `${capital(array.name)} holds ${given}, and the input '${port.name}' takes ${wanted ?? 'something else than numbers'}.`,
    next: `Save it as ${wanted ?? 'another type'}, for example with numpy's astype.`,
  });
}

function capital(text: string): string {
  return text.startsWith('the ') ? `T${text.slice(1)}` : text;
}
