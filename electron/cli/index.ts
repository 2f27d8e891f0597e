// The terminal's entry. Wiring only.
import { bench } from './commands/bench.ts';
import { build } from './commands/build.ts';
import { calibrate } from './commands/calibrate.ts';
import { doctor } from './commands/doctor.ts';
import { inspect } from './commands/inspect.ts';
import { preview } from './commands/preview.ts';
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  commands: [inspect, preview, calibrate, build, bench, doctor],
  terminal: processTerminal(),
  environment: process.env,
});
