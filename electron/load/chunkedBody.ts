// The body of an HTTP answer that comes in chunks, each with its length before it (RFC 9112, section 7.1).

export interface ChunkedBody {
  /** Takes what has come; the body and what follows it once it is whole, until then undefined. Throws where it is none. */
  take(bytes: Buffer): { readonly body: Buffer; readonly rest: Buffer } | undefined;
}

const lineEnd = Buffer.from('\r\n');

export function chunkedBody(): ChunkedBody {
  const parts: Buffer[] = [];
  let held: Buffer = Buffer.alloc(0);
  /** Bytes that the chunk still lacks; null: its length comes next; 0: the lines after the last one. */
  let missing: number | null = null;
  /** The end of a chunk is a line of its own. */
  let closing = false;

  const line = (): string | undefined => {
    const end = held.indexOf(lineEnd);
    if (end < 0) return undefined;
    const text = held.toString('latin1', 0, end);
    held = held.subarray(end + lineEnd.length);
    return text;
  };
  return {
    take(bytes) {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      for (;;) {
        if (missing !== null && missing > 0) {
          if (held.length === 0) return undefined;
          const part = held.subarray(0, missing);
          parts.push(part);
          held = held.subarray(part.length);
          missing -= part.length;
          if (missing > 0) return undefined;
          missing = null;
          closing = true;
        }
        const text = line();
        if (text === undefined) return undefined;
        if (closing) {
          if (text !== '') throw new Error('a chunk of the answer is longer than it says');
          closing = false;
        } else if (missing === 0) {
          // Trailers end with an empty line.
          if (text === '')
            return { body: parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts), rest: held };
        } else {
          const size = /^[0-9a-f]+/i.exec(text)?.[0];
          if (size === undefined)
            throw new Error(`a chunk of the answer begins with ${JSON.stringify(text.slice(0, 20))}`);
          missing = Number.parseInt(size, 16);
        }
      }
    },
  };
}
