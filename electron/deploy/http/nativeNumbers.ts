// Arrays of numbers off the bytes of a JSON body, read by the addon.
import { loadAddon } from '#electron/worker/native.ts';
import type { ReadNumbers } from './numbersRead.ts';

let opened: ReadNumbers | null | undefined;

/** Undefined where the addon is not built. */
export function nativeNumbers(): ReadNumbers | undefined {
  if (opened === undefined) opened = open();
  return opened ?? undefined;
}

function open(): ReadNumbers | null {
  try {
    const { readNumbers } = loadAddon();
    const found = new Uint32Array(2);
    return (body, start, into) => {
      const plain = readNumbers(body, start, into, found);
      const [count = 0, end = 0] = found;
      if (plain) return { kind: 'plain', count, end };
      return count > 0 ? { kind: 'full', most: count } : { kind: 'other' };
    };
  } catch {
    return null;
  }
}
