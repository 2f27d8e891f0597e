// The operator schemas as written in operators.json, decoded one operator at a time.
import type { AttributeValue } from './model.ts';
import table from './operators.json' with { type: 'json' };

export interface OperatorSchema {
  /** '' for the standard operators. */
  readonly domain: string;
  readonly name: string;
  /** The first opset version of its domain in which this form of the operator holds. */
  readonly since: number;
  readonly deprecated: boolean;
  readonly inputs: readonly OperatorParameter[];
  readonly outputs: readonly OperatorParameter[];
  /** Counts of a node's inputs and outputs; Infinity where the last one repeats. */
  readonly arity: {
    readonly minInputs: number;
    readonly maxInputs: number;
    readonly minOutputs: number;
    readonly maxOutputs: number;
  };
  readonly attributes: readonly OperatorAttribute[];
}

export interface OperatorParameter {
  readonly name: string;
  readonly kind: 'single' | 'optional' | 'variadic';
  /** Parameters with the same type name have the same type; undefined where the type is fixed. */
  readonly typeName: string | undefined;
  /** False for a variadic parameter whose entries may differ in type. */
  readonly homogeneous: boolean;
  /** Element types of tensors as codes of `core/onnx/dataType`; other types as the schema writes them. */
  readonly types: readonly (number | string)[];
}

export interface OperatorAttribute {
  readonly name: string;
  readonly type: AttributeValue['type'];
  readonly required: boolean;
  readonly fallback: number | string | readonly (number | string)[] | undefined;
}

/** Since, deprecated, inputs, outputs, arity, type parameters (places in `types`), attributes. */
type Row = readonly [
  number,
  number,
  string,
  string,
  readonly number[],
  Readonly<Record<string, number>>,
  readonly Cell[],
];
type Cell = readonly [string, string] | readonly [string, string, number | string | readonly (number | string)[]];

interface Table {
  readonly onnx: string;
  readonly onnxruntime: string;
  readonly irVersion: number;
  readonly latest: Readonly<Record<string, number>>;
  readonly types: readonly (readonly (number | string)[])[];
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly operators: Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>>;
}

// The compiler sees the rows as arrays of mixed values; their places carry the meaning.
export const operatorTable = table as unknown as Table;

const decoded = new Map<string, readonly OperatorSchema[]>();

/** All forms of an operator, oldest first; empty for an operator that the table does not hold. */
export function operatorForms(domain: string, name: string): readonly OperatorSchema[] {
  const key = `${domain}:${name}`;
  let forms = decoded.get(key);
  if (!forms) {
    const byName = operatorTable.operators[domain];
    const rows = byName && Object.hasOwn(byName, name) ? (byName[name] ?? []) : [];
    forms = rows.map((row) => decode(domain, name, row));
    if (forms.length > 0) decoded.set(key, forms);
  }
  return forms;
}

function decode(domain: string, name: string, row: Row): OperatorSchema {
  const [since, deprecated, inputs, outputs, arity, typeParameters, attributes] = row;
  const count = (place: number) => (arity[place] === -1 ? Number.POSITIVE_INFINITY : (arity[place] ?? 0));
  return {
    domain,
    name,
    since,
    deprecated: deprecated === 1,
    inputs: decodeParameters(inputs, typeParameters),
    outputs: decodeParameters(outputs, typeParameters),
    arity: { minInputs: count(0), maxInputs: count(1), minOutputs: count(2), maxOutputs: count(3) },
    attributes: attributes.map(([attribute, type, fallback]) => ({
      name: attribute,
      type: type.replace('!', '') as AttributeValue['type'],
      required: type.endsWith('!'),
      fallback,
    })),
  };
}

/** `name` + `?` (optional) or `*` (repeats, `~` where types may differ) + `:` + type parameter or `=` and a place. */
function decodeParameters(text: string, typeParameters: Readonly<Record<string, number>>): OperatorParameter[] {
  return (text.match(/\S+/g) ?? []).map((word) => {
    const [name = '', type = ''] = word.split(':');
    const fixed = type.startsWith('=');
    const place = fixed ? Number(type.slice(1)) : typeParameters[type];
    return {
      name: name.replace(/[?*~]+$/, ''),
      kind: name.includes('?') ? 'optional' : name.includes('*') ? 'variadic' : 'single',
      typeName: fixed ? undefined : type,
      homogeneous: !name.endsWith('~'),
      types: operatorTable.types[place ?? -1] ?? [],
    };
  });
}
