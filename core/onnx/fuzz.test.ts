import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { aTensor, randomNumbers } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { joined, varint } from '#core/testing/wireBytes.ts';
import { OnnxError } from './error.ts';
import type { Model } from './model.ts';
import { readModel } from './read.ts';
import { memorySource } from './source.ts';
import { tensorValues } from './tensor.ts';

type Damage = (bytes: Uint8Array, random: () => number) => Uint8Array;

const upTo = (random: () => number, limit: number) => Math.floor(random() * limit);

const damages: Readonly<Record<string, Damage>> = {
  'cut short': (bytes, random) => bytes.slice(0, upTo(random, bytes.length)),
  'a few bits flipped': (bytes, random) =>
    changed(bytes, random, 1 + upTo(random, 4), (byte) => byte ^ (1 << upTo(random, 8))),
  'a few bytes replaced': (bytes, random) => changed(bytes, random, 1 + upTo(random, 8), () => upTo(random, 256)),
  'lengths inflated': (bytes, random) => changed(bytes, random, 1, () => 0xff),
  'lengths shrunk': (bytes, random) => changed(bytes, random, 1, (byte) => byte >> 1),
  'a part taken out': (bytes, random) => {
    const [start, length] = range(bytes, random);
    return joined(bytes.subarray(0, start), bytes.subarray(start + length));
  },
  'a part repeated': (bytes, random) => {
    const [start, length] = range(bytes, random);
    return joined(bytes.subarray(0, start + length), bytes.subarray(start));
  },
  'a part put elsewhere': (bytes, random) => {
    const [start, length] = range(bytes, random);
    const at = upTo(random, bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(start, start + length), bytes.subarray(at));
  },
  'noise from somewhere on': (bytes, random) => {
    const start = upTo(random, bytes.length);
    return bytes.map((byte, index) => (index < start ? byte : upTo(random, 256)));
  },
};

function range(bytes: Uint8Array, random: () => number): [start: number, length: number] {
  const start = upTo(random, bytes.length);
  return [start, upTo(random, Math.min(bytes.length - start, 200))];
}

function changed(bytes: Uint8Array, random: () => number, count: number, change: (byte: number) => number): Uint8Array {
  const copy = bytes.slice();
  for (let done = 0; done < count; done += 1) {
    const at = upTo(random, copy.length);
    copy[at] = change(copy[at] as number);
  }
  return copy;
}

interface Outcome {
  readonly milliseconds: number;
  readonly bytesRead: number;
  readonly refused: boolean;
}

/** Opens a damaged file and does with it what an inspector does; anything thrown must say what and what next. */
async function open(bytes: Uint8Array): Promise<Outcome> {
  const source = memorySource(bytes);
  let bytesRead = 0;
  const counting = {
    size: source.size,
    read: (offset: number, length: number) => {
      bytesRead += length;
      return source.read(offset, length);
    },
  };
  const start = performance.now();
  const refused = await readModel(counting).then(useModel, requireOnnxError);
  return { milliseconds: performance.now() - start, bytesRead, refused };
}

async function useModel(model: Model): Promise<boolean> {
  for (const tensor of model.graph.initializers) {
    await tensorValues(tensor, model).catch(requireOnnxError);
  }
  await bytesOf(model);
  return false;
}

function requireOnnxError(error: unknown): boolean {
  if (!(error instanceof OnnxError)) {
    throw error;
  }
  expect(error.message).toMatch(/^[^\n]{10,}\.$/s);
  expect(error.next).toMatch(/^[A-Z].*\.$/);
  return true;
}

const everything = new Uint8Array(readFileSync(new URL('golden/everything.onnx', import.meta.url)));
const small = await bytesOf(
  aModel({
    nodes: [['conv: y = Conv(x, w)', { pads: [1, 1, 1, 1], value: aTensor('t', 'int64[3]') }], 'z = Relu(y)'],
    inputs: { x: 'float32[batch,3,8,8]' },
    outputs: { z: 'float32[batch,4,8,8]' },
    initializers: { w: 'float32[4,3,3,3]', i: 'int4[5]' },
  }),
);

describe('a damaged model', () => {
  for (const [name, damage] of Object.entries(damages)) {
    it(`with ${name} is read or refused, soon and with little reading`, async () => {
      const random = randomNumbers(name);
      let refused = 0;
      let slowest = 0;
      for (let run = 0; run < 400; run += 1) {
        const whole = run % 3 === 0 ? everything : small;
        const bytes = damage(whole, random);
        const outcome = await open(bytes);
        refused += outcome.refused ? 1 : 0;
        slowest = Math.max(slowest, outcome.milliseconds);
        expect(outcome.bytesRead).toBeLessThanOrEqual(4 * bytes.length + 1024);
      }
      expect(refused).toBeGreaterThan(0);
      expect(slowest).toBeLessThan(2000);
    });
  }

  it('is refused wherever it is cut', async () => {
    for (let length = 0; length < small.length; length += 1) {
      const outcome = await open(small.subarray(0, length));
      // The opset import is the last field; without it the rest still reads.
      expect(outcome.refused, `cut at ${length}`).toBe(length !== small.length - 4);
    }
  });
});

describe('noise', () => {
  it('is refused', async () => {
    const random = randomNumbers('noise');
    for (let run = 0; run < 1000; run += 1) {
      const bytes = Uint8Array.from({ length: 1 + upTo(random, 300) }, () => upTo(random, 256));
      expect((await open(bytes)).refused).toBe(true);
    }
  });

  it('made of nothing but openings of messages is refused without running out of stack', async () => {
    for (const tag of [0x3a, 0x0a, 0x2a, 0x32]) {
      const bytes = joined(Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0x7f), new Uint8Array(200_000).fill(tag));
      expect((await open(bytes)).refused).toBe(true);
    }
  });

  it('that opens graphs inside graphs without end is refused at 64 levels', async () => {
    let bytes: Uint8Array = new Uint8Array();
    for (let level = 0; level < 2000; level += 1) {
      const inGraph = [0x0a, 0x2a, 0x32] as const;
      for (const tag of [...inGraph].reverse()) {
        bytes = joined(Uint8Array.of(tag), varint(bytes.length), bytes);
      }
      if (bytes.length > 100_000) {
        break;
      }
    }
    const outcome = await open(joined(Uint8Array.of(0x3a), varint(bytes.length), bytes));
    expect(outcome.refused).toBe(true);
    expect(outcome.milliseconds).toBeLessThan(2000);
  });
});
