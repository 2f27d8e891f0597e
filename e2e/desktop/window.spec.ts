// The desktop window in a real Electron, where its binary is installed.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { root, temporaryHome } from '../support/lathe.ts';

// `require('electron')` would start a download; its package.json does not.
const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
const binary = join(
  process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'),
  process.platform === 'win32' ? 'electron.exe' : 'electron',
);

test.skip(!existsSync(binary), 'Electron’s binary is not installed (npx install-electron fetches it).');

test('opens the workbench on the sample in a window of its own', async () => {
  const { home, remove } = temporaryHome();
  const app = await _electron.launch({
    executablePath: binary,
    args: [root],
    env: { ...process.env, LATHE_HOME: home },
  });
  const page = await app.firstWindow();
  await page.waitForSelector('html[data-graph-state="ready"]');
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined');
  await app.close();
  remove();
});
