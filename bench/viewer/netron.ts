// Netron from PyPI in an environment of its own, served on this machine.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Page } from '@playwright/test';
import { cached } from './folder.ts';
import type { Watched } from './stopwatch.ts';

export interface Served {
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

function python(): string {
  const folder = cached('venv');
  const executable = `${folder}/bin/python`;
  if (!existsSync(executable)) execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
  const packages = execFileSync(executable, ['-m', 'pip', 'list'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (!/^netron\s/m.test(packages)) {
    execFileSync(executable, ['-m', 'pip', 'install', '--quiet', 'netron'], { stdio: 'inherit' });
  }
  return executable;
}

export async function serveNetron(): Promise<Served> {
  const executable = python();
  const port = await freePort();
  const version = execFileSync(executable, ['-c', 'import netron; print(netron.__version__)'], { encoding: 'utf8' });
  const child = spawn(
    executable,
    ['-c', 'import netron; netron.main()', '--port', String(port), '--host', '127.0.0.1'],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const url = `http://127.0.0.1:${port}/`;
  let answers = false;
  for (let attempt = 0; attempt < 300 && !answers; attempt++) {
    answers = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (!answers) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (!answers) throw new Error('Netron did not start to answer within 30 s.');
  return {
    url,
    version: version.trim(),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

export function watchNetron(page: Page): Watched {
  return {
    page,
    input: '#open-file-dialog',
    // Its body carries 'default' alone once the spinner is gone and the drawing is shown.
    ready:
      "document.body.classList.contains('default') && !document.body.classList.contains('spinner') && document.querySelector('#canvas .node') !== null",
    async agree() {
      // It asks before it lays out a large graph.
      await page.evaluate(() => {
        if (document.body.classList.contains('alert')) document.getElementById('message-button')?.click();
      });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
