// The terminal's entry. Wiring only.
import { startAhead } from './workerAhead.ts';

const words = process.argv.slice(2);
startAhead(words);
// Loaded only now, while the worker starts.
const { commandsFor } = await import('./commands.ts');
const { runProgram } = await import('./program.ts');
const { processTerminal } = await import('./terminal.ts');

process.exitCode = await runProgram(words, {
  commands: await commandsFor(words),
  terminal: processTerminal(),
  environment: process.env,
});
