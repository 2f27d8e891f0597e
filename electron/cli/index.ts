// The terminal's entry. Wiring only.
import { bench } from './commands/bench.ts';
import { build } from './commands/build.ts';
import { calibrate } from './commands/calibrate.ts';
import { compare } from './commands/compare.ts';
import { doctor } from './commands/doctor.ts';
import { inspect } from './commands/inspect.ts';
import { preview } from './commands/preview.ts';
import { serve } from './commands/serve.ts';
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  commands: [inspect, preview, calibrate, build, bench, compare, serve, doctor],
  terminal: processTerminal(),
  environment: process.env,
});
