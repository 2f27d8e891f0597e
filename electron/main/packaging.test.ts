import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

// What electron-builder itself uses to read, check and apply its configuration.
const root = fileURLToPath(new URL('../..', import.meta.url));
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const library = createRequire(builder.resolve('app-builder-lib/package.json'));
const yaml: { load(text: string): unknown } = library('js-yaml');
const { validateConfiguration }: { validateConfiguration(config: unknown, log: object): Promise<void> } = builder(
  'app-builder-lib/out/util/config/config',
);
const { FileMatcher }: { FileMatcher: MatcherClass } = builder('app-builder-lib/out/fileMatcher');

type MatcherClass = new (
  from: string,
  to: string,
  macros: (text: string) => string,
  patterns: readonly string[],
) => { createFilter(): (path: string, stat: { isDirectory(): boolean }) => boolean };

const schema = z.looseObject({
  extraMetadata: z.object({ main: z.string() }),
  directories: z.object({ buildResources: z.string(), output: z.string() }),
  files: z.array(z.union([z.string(), z.object({ from: z.string(), to: z.string(), filter: z.array(z.string()) })])),
  asarUnpack: z.array(z.string()),
  linux: z.object({ icon: z.string() }).loose(),
});
const read = () => yaml.load(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
const config = schema.parse(read());
const log = { isEnabled: false, add: () => undefined };

/** Node modules are filtered by the exclusions alone. */
function packs(path: string, platform: string, arch: string): boolean {
  const exclusions = config.files.filter((entry) => typeof entry === 'string' && entry.startsWith('!'));
  const macros = (text: string) => text.replace(/\$\{platform\}/, platform).replace(/\$\{arch\}/, arch);
  const matcher = new FileMatcher(root, root, macros, ['**/*', ...exclusions.map(String)]);
  return matcher.createFilter()(join(root, path), { isDirectory: () => false });
}

describe('electron-builder.yml', () => {
  it('is what electron-builder’s own schema allows', async () => {
    await expect(validateConfiguration(read(), log)).resolves.toBeUndefined();
    await expect(validateConfiguration({ ...config, asarUnpak: [] }, log)).rejects.toThrow('asarUnpak');
  });

  it('names the entry that package.json names', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(config.extraMetadata.main).toBe(manifest.main);
  });

  it('packs one system’s ONNX Runtime and leaves the others out', () => {
    const file = (platform: string, arch: string) =>
      `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`;
    for (const [platform, arch] of [
      ['linux', 'x64'],
      ['win32', 'x64'],
      ['darwin', 'arm64'],
    ] as const) {
      expect(packs(file(platform, arch), platform, arch)).toBe(true);
      for (const other of ['linux', 'win32', 'darwin'].filter((name) => name !== platform)) {
        expect(packs(file(other, arch), platform, arch)).toBe(false);
      }
      expect(packs(file(platform, arch === 'x64' ? 'arm64' : 'x64'), platform, arch)).toBe(false);
    }
    expect(existsSync(join(root, dirname(file('linux', 'x64'))))).toBe(true);
  });

  it('packs what the host and the worker import, and not what only the window does', () => {
    for (const name of ['zod', 'ws', 'yauzl', 'sharp', 'citty', 'onnxruntime-node', 'onnxruntime-common', 'pend']) {
      expect(packs(`node_modules/${name}/package.json`, 'linux', 'x64'), name).toBe(true);
    }
    for (const name of ['react', 'react-dom', 'reactflow', 'lucide-react', '@base-ui/react', 'd3-zoom']) {
      expect(packs(`node_modules/${name}/package.json`, 'linux', 'x64'), name).toBe(false);
    }
  });

  it('keeps whatever is started as a process or opened by native code outside the archive', () => {
    const unpacked = ['dist/electron/**', 'dist/core/**', 'dist/native/**', 'dist/assets/**', 'node_modules/**'];
    expect(config.asarUnpack).toEqual(unpacked);
  });

  it('puts assets, addon and window where the built code looks for them', () => {
    const places = config.files.filter((entry) => typeof entry !== 'string');
    expect(places.map(({ from, to }) => [from, to])).toEqual([
      ['renderer/dist', 'dist/renderer/dist'],
      ['assets/samples/shapes', 'dist/assets/samples/shapes'],
      ['native/build', 'dist/native/build'],
    ]);
    expect(existsSync(join(root, config.linux.icon))).toBe(true);
    expect(config.linux.icon.startsWith(`${config.directories.buildResources}/`)).toBe(true);
  });
});
