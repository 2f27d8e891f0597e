// Floats as JSON has them: each reads as itself again, whoever writes them.
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addonPath } from '#electron/worker/native.ts';
import { nativeFloatsText, ownFloatsText, type WriteFloats } from './floatsText.ts';

const reason = existsSync(addonPath()) ? '' : ' (skipped: the addon is not built)';
const writers: readonly (readonly [string, WriteFloats | undefined])[] = [
  ['itself', ownFloatsText],
  [`the addon${reason}`, nativeFloatsText()],
];

for (const [writer, write] of writers) {
  describe.skipIf(!write)(`floats written by ${writer}`, () => {
    it('read as the same floats again, and as null where they are not finite', () => {
      fc.assert(
        fc.property(fc.array(fc.float()), fc.integer({ min: 0, max: 3 }), (values, offset) => {
          const bytes = new Uint8Array(offset + values.length * 4);
          bytes.set(new Uint8Array(Float32Array.from(values).buffer), offset);
          const read: unknown[] = JSON.parse(`[${write?.(bytes.subarray(offset))}]`);
          expect(read.map((value) => (value === null ? null : Math.fround(Number(value)) + 0))).toEqual(
            values.map((value) => (Number.isFinite(value) ? value + 0 : null)),
          );
        }),
      );
    });
  });
}
