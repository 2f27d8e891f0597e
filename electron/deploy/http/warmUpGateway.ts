// Sends the server requests of its own before it is called ready, over HTTP as clients do: code that has run some hundred
// times is compiled, and costs half of what the first requests would.
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServedModel } from '#electron/deploy/model/servedModel.ts';
import type { ServingParts } from '#electron/deploy/parts.ts';
import { jsonOfBytes } from '#electron/deploy/protocol/jsonData.ts';
import { openFittingJpeg } from '#electron/worker/data/fittingJpeg.ts';
import { createHttpServer } from './server.ts';

/** For all models together, in milliseconds; a model that is slower than that answers a few requests. */
const longestMs = 300;
const enoughRequests = 600;
/** So many requests are under way at once, so that some run together. */
const connections = 4;
/** A larger body would take its time for the numbers alone. */
const largestBytes = 2 ** 18;

/** What goes wrong here is no fault: clients would be told. */
export async function warmUpGateway(parts: ServingParts): Promise<void> {
  const models = parts.repository.all();
  const server = createHttpServer({ ...parts, access: undefined }, undefined);
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const model of models) {
    const requests = requestsTo(model, parts.options.token);
    if (requests.length === 0) continue;
    const end = performance.now() + longestMs / models.length;
    let left = enoughRequests;
    const goOn = () => left-- > 0 && performance.now() < end;
    const all = Array.from({ length: connections }, () => exchange(port, requests, goOn));
    // What runs when the time is over is not waited for any longer than it had.
    await Promise.race([Promise.all(all), wait(longestMs * 2, undefined, { ref: false })]);
  }
  server.closeAllConnections();
  server.close();
  if (models.some(({ imageInput }) => imageInput)) await openFittingJpeg().catch(() => {});
}

/** The model's warm-up inputs as clients send them: as binary data, and as JSON. */
function requestsTo({ name, version, example, description }: ServedModel, token: string | null | undefined): Buffer[] {
  const bytes = example.reduce((sum, { parts }) => sum + (parts[0]?.byteLength ?? 0), 0);
  if (bytes === 0 || bytes > largestBytes) return [];
  const data = example.map(({ parts }) => parts[0] ?? new Uint8Array());
  const inputs = example.map(({ index, datatype, shape }) => {
    return { name: description.inputs[index]?.name, datatype, shape };
  });
  const binary = JSON.stringify({
    inputs: inputs.map((input, place) => ({ ...input, parameters: { binary_data_size: data[place]?.byteLength } })),
    parameters: { binary_data_output: true },
  });
  const json = JSON.stringify({
    inputs: inputs.map((input, place) => ({
      ...input,
      data: jsonOfBytes({ datatype: input.datatype, bytes: data[place] ?? new Uint8Array() }),
    })),
  });
  const request = (headers: readonly string[], body: Buffer) => {
    const path = `/v2/models/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}/infer`;
    const own = token ? [...headers, `Authorization: Bearer ${token}`] : headers;
    const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', ...own, `Content-Length: ${body.byteLength}`, '', ''];
    return Buffer.concat([Buffer.from(head.join('\r\n')), body]);
  };
  const head = Buffer.from(binary);
  return [
    request([`Inference-Header-Content-Length: ${head.byteLength}`], Buffer.concat([head, ...data])),
    request(['Content-Type: application/json'], Buffer.from(json)),
  ];
}

/** One request after the other, until there are enough or the connection ends. */
function exchange(port: number, requests: readonly Buffer[], goOn: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let turn = 0;
    let answer = '';
    const next = () => {
      answer = '';
      if (goOn()) socket.write(requests[turn++ % requests.length] as Buffer);
      else socket.destroy();
    };
    socket.on('connect', next);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      const head = answer.indexOf('\r\n\r\n');
      const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1];
      if (head >= 0 && answer.length >= head + 4 + Number(length ?? 0)) next();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}
