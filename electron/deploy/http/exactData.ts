// Whole numbers beyond 2^53 as they were written, which a parser that makes doubles of them rounds.

/** @param head the JSON of a request. @returns the data of the input at `place`; whole numbers that no double holds are texts. */
export function exactData(head: Buffer, place: number): unknown {
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    const source = context?.source;
    const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
    return isRounded && source !== undefined && /^-?\d+$/.test(source) ? source : value;
  };
  const { inputs } = JSON.parse(head.toString(), exact) as { readonly inputs: readonly { readonly data: unknown }[] };
  return inputs[place]?.data;
}
