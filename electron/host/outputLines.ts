// Turns what a process prints into lines. Native libraries write where they like: all of it belongs to the log.
import { StringDecoder } from 'node:string_decoder';

/** A longer line is cut here, so that a process that never ends its line cannot fill the memory. */
const LONGEST_LINE = 16_384;

/** Calls `onLines` with every complete line, and at the end with the last, unfinished one. */
export function readLines(stream: NodeJS.ReadableStream, onLines: (lines: readonly string[]) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    while (rest.length > LONGEST_LINE) {
      lines.push(rest.slice(0, LONGEST_LINE));
      rest = rest.slice(LONGEST_LINE);
    }
    if (lines.length > 0) onLines(lines.map((line) => line.slice(0, LONGEST_LINE)));
  });
  stream.on('end', () => {
    if (rest) onLines([rest]);
  });
}
