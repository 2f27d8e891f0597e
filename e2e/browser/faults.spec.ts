// What must not be lost: a killed worker, a page reloaded in the middle, a cancelled job.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { openTab, test } from '../support/workbench.ts';

/** Processes below `parent`, at any depth, whose command line holds `words`. */
function childrenOf(parent: number, words: string): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const all = rows
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .flatMap((match) => (match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }] : []));
  const below = (pid: number): typeof all =>
    all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)]);
  return below(parent)
    .filter((one) => one.command.includes(words))
    .map((one) => one.pid);
}

test.skip(process.platform === 'win32', 'Finds processes with ps.');

test('a killed worker is a failed job with its reason, and nothing else', async ({ workbench: page, serving }) => {
  await openTab(page, 'Compare');
  await page.getByRole('button', { name: 'Build and compare' }).click();
  await expect
    .poll(() => childrenOf(serving.process.pid ?? -1, 'worker/index').length, { intervals: [5] })
    .toBeGreaterThan(0);
  for (const pid of childrenOf(serving.process.pid ?? -1, 'worker/index')) process.kill(pid, 'SIGKILL');
  await openTab(page, 'Jobs');
  await expect(page.getByText(/SIGKILL/).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('html[data-graph-state="ready"]')).toBeAttached();
});

test('a page reloaded in the middle of a comparison finds it again, running or done', async ({ workbench: page }) => {
  test.setTimeout(240_000);
  await openTab(page, 'Compare');
  const done = page.getByRole('navigation', { name: 'Comparisons' }).getByRole('button');
  const before = await done.count();
  await page.getByRole('button', { name: 'Build and compare' }).click();
  await expect(page.getByRole('button', { name: /^Cancel/ }).first()).toBeVisible();
  await page.reload();
  await openTab(page, 'Compare');
  await expect(done).toHaveCount(before + 1, { timeout: 200_000 });
  await expect(page.getByRole('table', { name: 'Comparison' })).toBeVisible();
});

test('a cancelled job ends as cancelled and leaves no half-written build', async ({ workbench: page, home }) => {
  await openTab(page, 'Compare');
  await page.getByRole('button', { name: 'Build and compare' }).click();
  await page
    .getByRole('button', { name: /^Cancel/ })
    .first()
    .click();
  await openTab(page, 'Jobs');
  const jobs = page.getByRole('region', { name: 'Jobs' }).getByRole('listitem');
  const comparison = jobs.filter({ hasText: /^Compare/ }).first();
  await expect(comparison.getByRole('img', { name: 'Cancelled' })).toBeVisible({ timeout: 30_000 });
  const builds = execFileSync('find', [`${home}/builds`, '-name', 'record.json'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter(Boolean);
  for (const record of builds) expect(() => JSON.parse(readFileSync(record, 'utf8'))).not.toThrow();
});
