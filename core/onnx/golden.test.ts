import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { canonicalText, describeModel } from '#core/testing/describeModel.ts';
import type { Model } from './model.ts';
import { readModel } from './read.ts';
import { type ByteSource, memorySource } from './source.ts';

interface Golden {
  readonly ir: number;
  readonly opsets: readonly (readonly [string, number])[];
  readonly nodes: number;
  readonly initializers: number;
  readonly digest: string;
}

function json<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')) as Content;
}

const shared = new URL('../../../shared/', import.meta.url);

function fileSource(url: URL): ByteSource {
  return memorySource(new Uint8Array(readFileSync(url)));
}

function hash(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function writtenAndRead(model: Model): Promise<Model> {
  return readModel(memorySource(await bytesOf(model)));
}

describe('a model with every field there is', () => {
  const everything = () => readModel(fileSource(new URL('golden/everything.onnx', import.meta.url)));

  it('is read as the Python package onnx reads it', async () => {
    expect(await describeModel(await everything(), hash)).toEqual(json('everything.json'));
  });

  it('is the same after being written and read', async () => {
    const again = await writtenAndRead(await everything());
    expect(await describeModel(again, hash)).toEqual(json('everything.json'));
  });

  it('keeps what Lathe does not interpret: training and device configurations', async () => {
    const model = await everything();
    const bytes = Buffer.from(await bytesOf(model));
    expect(model.unread).toHaveLength(2);
    expect(model.graph.nodes[0]?.unread).toHaveLength(1);
    expect(bytes.includes('training')).toBe(true);
    expect(bytes.toString('latin1').split('two devices')).toHaveLength(3);
  });
});

describe('real models (skipped where ../shared is not beside the checkout)', () => {
  for (const [path, golden] of Object.entries(json<Record<string, Golden>>('models.json'))) {
    const url = new URL(path, shared);
    it.skipIf(!existsSync(url))(`${path} is read as the Python package onnx reads it`, async () => {
      const model = await readModel(fileSource(url));
      expect(model.irVersion).toBe(golden.ir);
      expect(model.opsets.map(({ domain, version }) => [domain, version])).toEqual(golden.opsets);
      expect(model.graph.nodes).toHaveLength(golden.nodes);
      expect(model.graph.initializers).toHaveLength(golden.initializers);
      expect(hash(canonicalText(await describeModel(model, hash)))).toBe(golden.digest);
      expect(hash(canonicalText(await describeModel(await writtenAndRead(model), hash)))).toBe(golden.digest);
    });
  }
});

const sample = new URL('../../assets/samples/shapes/shapes.onnx', import.meta.url);

describe('the sample model (skipped where it has not been trained)', () => {
  it.skipIf(!existsSync(sample))('is the same after being written and read', async () => {
    const model = await readModel(fileSource(sample));
    expect(model.graph.nodes.length).toBeGreaterThan(10);
    expect(await describeModel(await writtenAndRead(model), hash)).toEqual(await describeModel(model, hash));
  });
});
