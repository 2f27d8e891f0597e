// A server and a load on it, as two people at two terminals would have them.
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { finished, lathe, sample, start, temporaryHome } from '../support/lathe.ts';

test('deploys the sample, puts it under load, and drains it', async () => {
  const { home, remove } = temporaryHome();
  const server = start(home, ['deploy', join(sample, 'shapes.onnx'), '--http', '0', '--grpc', '0', '--json']);
  const ended = finished(server);
  try {
    const line = await new Promise<string>((done) => {
      let text = '';
      server.stdout?.on('data', (chunk: Buffer) => {
        text += chunk;
        if (text.includes('\n')) done(text);
      });
    });
    const { http, grpc } = JSON.parse(line) as { http: string; grpc: string };
    const short = ['--closed', '1,2', '--open', '20', '--duration-s', '0.3', '--warm-up-s', '0', '--bisections', '0'];
    const found = await lathe(home, 'load', http, ...short, '--bound-ms', '5000', '--json');
    expect(found.code, found.stderr).toBe(0);
    expect(JSON.parse(found.stdout)).toMatchObject({
      protocol: 'http',
      model: 'shapes',
      points: [
        { loop: 'closed', concurrency: 1, errors: 0 },
        { loop: 'closed', concurrency: 2, errors: 0 },
        { loop: 'open', offered: 20, errors: 0 },
      ],
      answer: { boundMs: 5000, perSecond: expect.any(Number) },
    });
    const table = await lathe(home, 'load', `grpc://${grpc}`, ...short, '--bound-ms', '5000');
    expect(table.code, table.stderr).toBe(0);
    expect(table.stdout).toMatch(/^closed +1 at once +[\d.]+/m);
    expect(table.stdout).toMatch(/^open +20\/s +[\d.]+/m);
    expect(table.stdout).toContain('the 99th percentile stays under 5000 ms');
    const away = await lathe(home, 'load', 'http://192.0.2.1:8000');
    expect(away.code).toBe(2);
    expect(away.stderr).toContain('--allow-remote');
  } finally {
    server.kill('SIGINT');
    expect((await ended).code).toBe(0);
    remove();
  }
});
