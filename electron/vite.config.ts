// Builds main, host, worker, serve and cli for packaging: the same tree of modules as JavaScript, and the preload script as one file.
import { builtinModules } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a person or Electron starts; the processes that these start are found in the code itself. */
const entries = ['electron/main/index.ts', 'electron/cli/index.ts'];

/**
 * A file that is started as a process is named by a relative path outside any import. Each such file is built too, and as
 * the built tree is the same but for the ending, the ending is all that changes.
 */
function processEntries(): Plugin {
  const named = /(?<!from |import |import\()'(\.{1,2}\/[\w./-]+)\.ts'/g;
  return {
    name: 'lathe:process-entries',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('/node_modules/') || !id.endsWith('.ts')) return null;
      for (const [, path] of code.matchAll(named)) {
        this.emitFile({ type: 'chunk', id: resolve(dirname(id), `${path}.ts`) });
      }
      return { code: code.replaceAll(named, "'$1.js'"), map: null };
    },
  };
}

const external = (id: string) =>
  id === 'electron' || builtinModules.includes(id.replace(/^node:/, '')) || /^(?![.#/]|[A-Za-z]:)/.test(id);

export default defineConfig({
  root,
  publicDir: false,
  builder: {},
  plugins: [processEntries()],
  environments: {
    client: {
      build: {
        outDir: 'dist/electron/preload',
        emptyOutDir: true,
        target: 'chrome140',
        minify: false,
        modulePreload: false,
        rolldownOptions: {
          input: 'electron/preload/index.ts',
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: 'index.cjs' },
        },
      },
    },
    ssr: {
      build: {
        ssr: true,
        outDir: 'dist',
        emptyOutDir: false,
        target: 'node24',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: entries,
          external,
          output: { format: 'es', preserveModules: true, preserveModulesRoot: root, entryFileNames: '[name].js' },
        },
      },
    },
  },
});
