#!/usr/bin/env node
// The command `lathe`: plain JavaScript for any Node from 20 on, which hands over to Node 24, where TypeScript runs unbuilt.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const own = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!existsSync(join(root, 'node_modules/zod'))) await setUp();
// What Node compiled is kept between runs, by this process and by those that it starts: each of them starts in half the time.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/compiled');
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
if (Number(process.versions.node.split('.')[0]) >= 24) await import('./index.ts');
else handOver();

async function setUp() {
  try {
    const { setup } = await import('../../scripts/setup.mjs');
    await setup();
  } catch (error) {
    console.error(`lathe: The first start could not install what Lathe needs: ${error.message}`);
    console.error(`       Run npm ci in ${root} and try again.`);
    process.exit(1);
  }
}

function handOver() {
  if (!existsSync(own)) {
    console.error(`lathe: Node 24 was not found at ${own}.`);
    console.error(`       Run npm ci in ${root} and try again.`);
    process.exit(1);
  }
  const child = spawn(own, [join(root, 'electron/cli/index.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  // At a terminal the child is interrupted by the terminal itself; it takes two interrupts at once for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`lathe: ${own} could not be started (${error.message}).`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
