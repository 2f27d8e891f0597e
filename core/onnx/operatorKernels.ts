// Which operators the bundled ONNX Runtime can run on a CPU, and for which element types.
import { DataType } from './dataType.ts';
import kernels from './operatorKernels.json' with { type: 'json' };
import type { OperatorSchema } from './operatorTable.ts';

/** First version, last version (0: exactly the first one's form), and the types by type parameter or parameter name. */
type Row = readonly [number, number, Readonly<Record<string, readonly (number | string)[]>>];

interface Table {
  readonly onnxruntime: string;
  readonly irVersion: number;
  readonly opset: number;
  readonly functions: readonly string[];
  readonly kernels: Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>>;
}

// The compiler sees the rows as arrays of mixed values; their places carry the meaning.
const table = kernels as unknown as Table;
const functions = new Set(table.functions);

/** The bundled version, and the newest IR version and standard opset that it loads (found by trying). */
export const runtimeLimits = {
  version: table.onnxruntime,
  irVersion: table.irVersion,
  opset: table.opset,
} as const;

/** `types`: the parameters, by type name or name, whose types no kernel takes; empty where the operator has none at all. */
export interface MissingKernel {
  readonly types: readonly { readonly parameter: string; readonly elementType: number }[];
}

/**
 * What stops an operator on the CPU, or undefined where a kernel takes it. A Constant becomes an initializer, operators
 * that ONNX defines by others are unfolded into those, and float16 is cast to float32 where only that has a kernel.
 *
 * @param elementType the type of a parameter by its type name or its own name, 0 where unknown
 */
export function missingKernel(
  schema: OperatorSchema,
  elementType: (parameter: string) => number,
): MissingKernel | undefined {
  if (schema.domain === '' && (functions.has(schema.name) || schema.name === 'Constant')) return undefined;
  const rows = rowsOf(schema.domain, schema.name).filter(([first, last]) =>
    last === 0 ? first === schema.since : first <= schema.since && schema.since <= last,
  );
  if (rows.length === 0) return { types: [] };
  const refusals = rows.map(([, , types]) => refusedTypes(types, elementType));
  if (refusals.some((refused) => refused.length === 0)) return undefined;
  const [least] = refusals.sort((a, b) => a.length - b.length);
  return { types: least ?? [] };
}

function rowsOf(domain: string, opType: string): readonly Row[] {
  const byName = table.kernels[domain];
  return byName && Object.hasOwn(byName, opType) ? (byName[opType] ?? []) : [];
}

function refusedTypes(types: Row[2], elementType: (parameter: string) => number): MissingKernel['types'] {
  return Object.entries(types).flatMap(([parameter, allowed]) => {
    const type = elementType(parameter);
    const cast = type === DataType.float16 && allowed.includes(DataType.float32);
    const taken = type === DataType.undefined || allowed.includes(type) || cast;
    return taken ? [] : [{ parameter, elementType: type }];
  });
}
