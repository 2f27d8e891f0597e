// `npm start`: sets up what is missing, then opens the workbench on the bundled sample.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildElectron, node, root, setup } from './setup.mjs';

const electron = electronBinary();
const window = electron !== undefined && hasScreen();
try {
  await setup();
  if (window) buildElectron(console.error);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

if (window) {
  forward(spawn(electron, ['.', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }));
} else {
  if (!electron)
    console.error(
      "Electron's binary is not installed (npx install-electron fetches it), so Lathe opens in your browser.",
    );
  else console.error('There is no screen to open a window on, so Lathe serves your browser.');
  forward(
    spawn(node, ['electron/cli/index.ts', 'serve', '--open', ...process.argv.slice(2)], {
      cwd: root,
      stdio: 'inherit',
    }),
  );
}

/** Looks without requiring `electron`, which would start a download. */
function electronBinary() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
  const pathFile = join(root, 'node_modules/electron/path.txt');
  const name = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8').trim()
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';
  const binary = join(folder, name);
  return existsSync(binary) ? binary : undefined;
}

function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function forward(child) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
