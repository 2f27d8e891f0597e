// TLS and the token on both protocols, with a certificate made for the test.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from './grpc/schema.ts';
import { aServing, type TestServing } from './testing/aServing.ts';

const sample = resolve(import.meta.dirname, '../../assets/samples/shapes/shapes.onnx');
const folder = mkdtempSync(join(tmpdir(), 'lathe-tls-'));
const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
let why = '';
try {
  const words = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
  ];
  execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
} catch (error) {
  why = `openssl made no certificate (${(error as Error).message.split('\n')[0]})`;
  console.warn(`Skipped the tests of TLS: ${why}`);
}

describe.skipIf(why !== '')('TLS', () => {
  let serving: TestServing;
  beforeAll(async () => {
    serving = await aServing({ shapes: sample }, { tls: { certificate, key }, token: 'secret' });
  });
  afterAll(async () => {
    await serving.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const status = (headers: Record<string, string>) =>
    new Promise((done, fail) => {
      const options = { ca: readFileSync(certificate), headers, agent: false };
      get(`${serving.http}/v2/models/shapes`, options, (response) => {
        response.resume();
        done(response.statusCode);
      }).on('error', fail);
    });
  it('covers HTTP', async () => {
    expect(serving.http).toMatch(/^https:/);
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer secret' })).toBe(200);
    await expect(fetch(`${serving.http}/v2/health/live`)).rejects.toThrow();
  });
  it('covers gRPC', async () => {
    const { inference } = loadPackageDefinition(fromJSON(schema, { keepCase: true }));
    const Client = (inference as GrpcObject).GRPCInferenceService as ServiceClientConstructor;
    const client = new Client(serving.grpc ?? '', credentials.createSsl(readFileSync(certificate)));
    const ask = (metadata: Metadata) =>
      new Promise<{ readonly code: number } | { readonly platform: string }>((done) => {
        client.ModelMetadata?.(
          { name: 'shapes' },
          metadata,
          (error: { readonly code: number } | null, reply: { readonly platform: string }) => done(error ?? reply),
        );
      });
    expect(await ask(new Metadata())).toMatchObject({ code: 16 });
    const knowing = new Metadata();
    knowing.set('authorization', 'Bearer secret');
    expect(await ask(knowing)).toMatchObject({ platform: 'onnxruntime' });
    client.close();
  });
});
