// All commands, in the order of the usage.
import type { Command } from './command.ts';
import { bench } from './commands/bench.ts';
import { build } from './commands/build.ts';
import { calibrate } from './commands/calibrate.ts';
import { compare } from './commands/compare.ts';
import { deploy } from './commands/deploy.ts';
import { diff } from './commands/diff.ts';
import { doctor } from './commands/doctor.ts';
import { evaluate } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { extract } from './commands/extract.ts';
import { home } from './commands/home.ts';
import { hosts } from './commands/hosts.ts';
import { inspect } from './commands/inspect.ts';
import { layers } from './commands/layers.ts';
import { load } from './commands/load.ts';
import { preview } from './commands/preview.ts';
import { ranges } from './commands/ranges.ts';
import { refit } from './commands/refit.ts';
import { search } from './commands/search.ts';
import { sensitivity } from './commands/sensitivity.ts';
import { serve } from './commands/serve.ts';
import { trtexec } from './commands/trtexec.ts';

export const commands: readonly Command[] = [
  inspect,
  preview,
  extract,
  diff,
  calibrate,
  ranges,
  build,
  refit,
  bench,
  compare,
  layers,
  evaluate,
  sensitivity,
  search,
  trtexec,
  serve,
  deploy,
  exportCommand,
  hosts,
  home,
  load,
  doctor,
];
