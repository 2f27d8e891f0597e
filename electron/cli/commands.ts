// All commands, in the order of the usage, each loaded when it is wanted: reading the code of all takes longer than many of them do.
import type { Command } from './command.ts';

const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  inspect: async () => (await import('./commands/inspect.ts')).inspect,
  preview: async () => (await import('./commands/preview.ts')).preview,
  extract: async () => (await import('./commands/extract.ts')).extract,
  diff: async () => (await import('./commands/diff.ts')).diff,
  calibrate: async () => (await import('./commands/calibrate.ts')).calibrate,
  ranges: async () => (await import('./commands/ranges.ts')).ranges,
  build: async () => (await import('./commands/build.ts')).build,
  refit: async () => (await import('./commands/refit.ts')).refit,
  bench: async () => (await import('./commands/bench.ts')).bench,
  compare: async () => (await import('./commands/compare.ts')).compare,
  layers: async () => (await import('./commands/layers.ts')).layers,
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluate,
  sensitivity: async () => (await import('./commands/sensitivity.ts')).sensitivity,
  search: async () => (await import('./commands/search.ts')).search,
  trtexec: async () => (await import('./commands/trtexec.ts')).trtexec,
  serve: async () => (await import('./commands/serve.ts')).serve,
  deploy: async () => (await import('./commands/deploy.ts')).deploy,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  hosts: async () => (await import('./commands/hosts.ts')).hosts,
  home: async () => (await import('./commands/home.ts')).home,
  load: async () => (await import('./commands/load.ts')).load,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
};

export function allCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(loaders).map((load) => load()));
}

/** The command that the words begin with, or all of them where they begin with none. */
export async function commandsFor([name = '']: readonly string[]): Promise<readonly Command[]> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  return load ? [await load()] : allCommands();
}
