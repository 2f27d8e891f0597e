// Protocol buffers as text, as Triton reads its model configurations.

export type ProtobufValue = string | number | boolean | ProtobufName | ProtobufMessage;
/** The name of an enumerator, which stands without quotes. */
export interface ProtobufName {
  readonly name: string;
}
/** Fields in their order; a field that is repeated comes once for each of its values. */
export interface ProtobufMessage {
  readonly fields: readonly (readonly [string, ProtobufValue])[];
}

export function named(name: string): ProtobufName {
  return { name };
}

/** Fields whose value is undefined are left out. */
export function message(...fields: readonly (readonly [string, ProtobufValue | undefined])[]): ProtobufMessage {
  return { fields: fields.filter((field): field is readonly [string, ProtobufValue] => field[1] !== undefined) };
}

/** One field for each of the values. */
export function repeated(
  field: string,
  values: readonly ProtobufValue[],
): readonly (readonly [string, ProtobufValue])[] {
  return values.map((value) => [field, value] as const);
}

export function protobufText({ fields }: ProtobufMessage, depth = 0): string {
  const indent = '  '.repeat(depth);
  return fields
    .map(([field, value]) => {
      if (typeof value === 'object' && 'fields' in value) {
        return `${indent}${field} {\n${protobufText(value, depth + 1)}${indent}}\n`;
      }
      return `${indent}${field}: ${scalar(value)}\n`;
    })
    .join('');
}

function scalar(value: Exclude<ProtobufValue, ProtobufMessage>): string {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'object' ? value.name : String(value);
}

/** Other characters than these stand for themselves, in UTF-8. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character);
  return `"${escaped}"`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
