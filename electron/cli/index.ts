// The terminal's entry. Wiring only.
import { build } from './commands/build.ts';
import { inspect } from './commands/inspect.ts';
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  commands: [inspect, build],
  terminal: processTerminal(),
  environment: process.env,
});
