// What a protocol-buffer message is to the reader: for each field number a kind, and where its value goes.

/** A place in the file. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** Wire types: how many bytes a value takes (protobuf.dev, "Encoding"). */
export const Wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

// `many`: the field may be repeated, and its elements packed into one.
// Methods, not function properties: a field of one draft type stands in a list of fields of all of them.
export type Field<Draft> =
  | { readonly kind: 'number'; readonly many: boolean; put(draft: Draft, value: number): void }
  | { readonly kind: 'bigint'; readonly many: boolean; put(draft: Draft, value: bigint): void }
  | { readonly kind: 'float'; readonly many: boolean; put(draft: Draft, value: number): void }
  | { readonly kind: 'text'; put(draft: Draft, value: string): void }
  | { readonly kind: 'bytes'; put(draft: Draft, value: Uint8Array): void }
  /** Values that are never read here: packed ones together (wire type bytes), or one element of wire type `wire`. */
  | { readonly kind: 'payload'; readonly wire: number; put(draft: Draft, range: Range): void }
  | { readonly kind: 'message'; readonly of: () => AnyMessage; put(draft: Draft, value: unknown): void };

export interface Message<Draft, Result> {
  /** What one calls it in a sentence: 'node'. */
  readonly noun: string;
  /** By field number. */
  readonly fields: Readonly<Record<number, Field<Draft>>>;
  /** Whether it is told from its kind by number where it has no name. */
  readonly numbered: boolean;
  /** How many of its kind may stand inside each other; said of those through which every nesting goes. */
  readonly deepest?: number;
  begin(): Draft;
  /** Checks what was read and gives it its final form. */
  finish(draft: Draft): Result;
  /** Whether the same bytes elsewhere mean the same, so that one result serves for both: nothing in it is a place. */
  comesAgain?(result: Result): boolean;
  /** Its name as far as known, '' if none. */
  name(draft: Draft): string;
  /** Takes fields that are not in `fields`, tag and value. */
  unread?(draft: Draft, range: Range): void;
}

export type AnyMessage = Message<unknown, unknown>;

/** An integer, boolean or enum that fits a double. */
export function number<Draft>(put: (draft: Draft, value: number) => void): Field<Draft> {
  return { kind: 'number', many: false, put };
}

/** Many of them; `put` is called for each. */
export function numbers<Draft>(put: (draft: Draft, value: number) => void): Field<Draft> {
  return { kind: 'number', many: true, put };
}

export function bigint<Draft>(put: (draft: Draft, value: bigint) => void): Field<Draft> {
  return { kind: 'bigint', many: false, put };
}

export function bigints<Draft>(put: (draft: Draft, value: bigint) => void): Field<Draft> {
  return { kind: 'bigint', many: true, put };
}

export function float<Draft>(put: (draft: Draft, value: number) => void): Field<Draft> {
  return { kind: 'float', many: false, put };
}

export function floats<Draft>(put: (draft: Draft, value: number) => void): Field<Draft> {
  return { kind: 'float', many: true, put };
}

export function text<Draft>(put: (draft: Draft, value: string) => void): Field<Draft> {
  return { kind: 'text', put };
}

export function bytes<Draft>(put: (draft: Draft, value: Uint8Array) => void): Field<Draft> {
  return { kind: 'bytes', put };
}

/** @param wire the wire type of one element where they are not packed; `Wire.bytes` where there is but one value. */
export function payload<Draft>(wire: number, put: (draft: Draft, range: Range) => void): Field<Draft> {
  return { kind: 'payload', wire, put };
}

/** `of` is a function because messages contain each other: a graph nodes, a node attributes, an attribute graphs. */
export function message<Draft, Child>(
  of: () => Message<unknown, Child>,
  put: (draft: Draft, value: Child) => void,
): Field<Draft> {
  return { kind: 'message', of, put } as Field<Draft>;
}
