// The terminal's entry. Wiring only.
import { commandsFor } from './commands.ts';
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

const words = process.argv.slice(2);
process.exitCode = await runProgram(words, {
  commands: await commandsFor(words),
  terminal: processTerminal(),
  environment: process.env,
});
