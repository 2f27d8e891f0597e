// Makes a checkout ready: dependencies, native addon, renderer. Runs on the system's own Node (20 or newer) and does only what is out of date.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAddon, noCompiler } from './native.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Node 24, which comes with the project; TypeScript runs on it unbuilt. */
export const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Everything a start needs. `say` gets one line for each step that really runs. */
export async function setup(say = console.error) {
  installDependencies(say);
  await buildNative(say);
  buildRenderer(say);
}

export function installDependencies(say) {
  const lock = digest([join(root, 'package-lock.json')]);
  const stamp = join(root, 'node_modules/.lathe-installed');
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing dependencies from the npm registry …');
  // npm puts its own settings into the environment; the script's path to npm is the only one that is safe to run again.
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  run(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci');
  if (!existsSync(node)) {
    throw new Error(
      'Node 24 (the npm package `node`) did not install: its install script was not allowed to run. Allow it (npm install-scripts approve node), then run again.',
    );
  }
  writeFileSync(stamp, lock);
}

export async function buildNative(say) {
  const state = await buildAddon();
  if (state === 'no-compiler') say(noCompiler);
  if (state === 'built') say('Built the native addon.');
}

export function buildRenderer(say) {
  bundle(say, 'renderer', 'renderer/dist/index.html', ['renderer', 'core']);
}

/** The desktop shell runs in Electron's own Node, which takes bundles and no TypeScript. */
export function buildElectron(say) {
  bundle(say, 'electron', 'dist/electron/main/index.js', ['electron', 'core']);
}

function bundle(say, project, output, folders) {
  const stamp = join(root, dirname(output), '.lathe-built');
  const sources = digest([...folders.flatMap((folder) => files(join(root, folder))), join(root, 'package-lock.json')]);
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say(`Building the ${project} part …`);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  run(node, [vite, 'build', '-c', `${project}/vite.config.ts`, '--logLevel', 'warn'], `vite build of ${project}`);
  writeFileSync(stamp, sources);
}

function run(command, args, name) {
  // Standard output stays the caller's own: `lathe … --json` may be what made this set-up necessary.
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0)
    throw new Error(
      `${name} failed (${result.error?.message ?? `exit code ${result.status}`}); its own words are above.`,
    );
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules' && !entry.name.includes('.test.'))
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup();
