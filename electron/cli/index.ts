// The terminal's entry. Wiring only.
import { commands } from './commands.ts';
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  commands,
  terminal: processTerminal(),
  environment: process.env,
});
