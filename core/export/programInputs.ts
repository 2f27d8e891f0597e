// What generated programs say of an engine's inputs: shapes without gaps, and element types in the program's language.
import { LatheError } from '#core/contract/failure.ts';
import { profilesOf } from './rows.ts';
import type { ExportSource, ExportTensor } from './source.ts';

export interface ElementType {
  readonly numpy: string;
  readonly cpp: string;
}

const elementTypes: Readonly<Record<string, ElementType>> = {
  BOOL: { numpy: 'np.bool_', cpp: 'bool' },
  UINT8: { numpy: 'np.uint8', cpp: 'uint8_t' },
  UINT16: { numpy: 'np.uint16', cpp: 'uint16_t' },
  UINT32: { numpy: 'np.uint32', cpp: 'uint32_t' },
  UINT64: { numpy: 'np.uint64', cpp: 'uint64_t' },
  INT8: { numpy: 'np.int8', cpp: 'int8_t' },
  INT16: { numpy: 'np.int16', cpp: 'int16_t' },
  INT32: { numpy: 'np.int32', cpp: 'int32_t' },
  INT64: { numpy: 'np.int64', cpp: 'int64_t' },
  // Bits: the language has no such type.
  FP16: { numpy: 'np.float16', cpp: 'uint16_t' },
  BF16: { numpy: 'np.uint16', cpp: 'uint16_t' },
  FP32: { numpy: 'np.float32', cpp: 'float' },
  FP64: { numpy: 'np.float64', cpp: 'double' },
};

/** Throws LatheError for strings, which programs would have to lay out themselves. */
export function elementType({ name, datatype }: ExportTensor): ElementType {
  const found = elementTypes[datatype];
  if (found) return found;
  throw new LatheError({
    kind: 'use',
    reason: `'${name}' holds ${datatype}, for which no program is generated.`,
    next: 'Deploy it instead, or hand it over to Triton.',
  });
}

/** As the first profile is best at; what it leaves open is 1. */
export function programShape({ record }: ExportSource, { name, shape }: ExportTensor): readonly number[] {
  const opt = profilesOf(record.recipe)[0]?.[name]?.opt;
  return shape.map((size, axis) => (size >= 0 ? size : (opt?.[axis] ?? 1)));
}

/** Quoted for C++ and Python alike. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
