// `npm test`: sets up, then runs every kind of test and ends with one line of counts. A failing kind does not hide the others.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { noCompiler, testLibrary } from './native.mjs';
import { node, root, setup } from './setup.mjs';
import { compareSlots } from './slots.mjs';

const results = join(root, 'test-results');
const counts = { passed: 0, failed: 0, skipped: 0 };

try {
  await setup();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

await step('types', () => check(['node_modules/typescript/bin/tsc', '-b']));
await step('lint', () => check(['node_modules/@biomejs/biome/bin/biome', 'ci', '.']));
await step('native library', nativeTests);
await step('TensorRT declarations', slotTests);
await step('unit and property tests', unitTests);
await step('end to end', endToEnd);

console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 ? 1 : 0);

async function step(name, body) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const { passed, failed, skipped = 0 } = await attempted(body);
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  console.log(
    `   ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
}

// A step that cannot even run has failed, and the others still run.
async function attempted(body) {
  try {
    return await body();
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1 };
  }
}

function execute(args, env = {}) {
  return spawnSync(node, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
    .status;
}

function check(args) {
  return execute(args) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function nativeTests() {
  const status = await testLibrary();
  if (status === undefined) {
    console.log(noCompiler);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function slotTests() {
  const { agree, differ, skipped } = compareSlots();
  if (skipped) console.log(skipped);
  return { passed: agree, failed: differ, skipped: skipped ? 1 : 0 };
}

function unitTests() {
  const file = join(results, 'unit.json');
  const status = execute([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failed = report.numFailedTests + (report.numFailedTests === 0 && status !== 0 ? 1 : 0);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + (report.numTodoTests ?? 0) };
}

function endToEnd() {
  const file = join(results, 'e2e.json');
  let chromium;
  try {
    chromium = ensureChromium();
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1 };
  }
  const status = execute(['node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e/playwright.config.ts'], {
    LATHE_CHROMIUM: chromium,
  });
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = stats.unexpected + (stats.unexpected === 0 && status !== 0 ? 1 : 0);
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped };
}
