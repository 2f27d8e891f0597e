// The command line as a whole: finds the command, checks its words strictly, runs it, and turns failures into exit codes.
import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { toFailure } from '#core/contract/failure.ts';
import { latheVersion } from '#electron/host/version.ts';
import { checkWords } from './checkWords.ts';
import type { Command } from './command.ts';
import { EXIT, exitCodeOf, failureText, wrongUse } from './failure.ts';
import { nearest } from './nearest.ts';
import { type Option, readOption, switchOption } from './option.ts';
import type { Terminal } from './terminal.ts';

export interface Program {
  readonly commands: readonly Command[];
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
}

const commonOptions: Readonly<Record<string, Option>> = {
  json: switchOption('print the result as JSON, and nothing else, to the standard output'),
  verbose: switchOption('show the log of jobs, and the stack of errors'),
};

/** Resolves to the exit code; never rejects. */
export async function runProgram(words: readonly string[], program: Program): Promise<number> {
  const { terminal } = program;
  const verbose = words.includes('--verbose');
  try {
    return await interpret(words, program);
  } catch (error) {
    const failure = toFailure(error);
    terminal.err(failureText(failure, verbose));
    if (failure.kind === 'use') terminal.err(`       Usage: lathe ${usageName(words, program)}--help\n`);
    return exitCodeOf(failure);
  }
}

async function interpret(words: readonly string[], program: Program): Promise<number> {
  const { commands, terminal } = program;
  const [name, ...rest] = words;
  const main = defineCommand({
    meta: { name: 'lathe', version: latheVersion, description: 'Turns ONNX models into fast inference engines' },
    subCommands: Object.fromEntries(commands.map((command) => [command.name, asCitty(command, program, () => {})])),
  });
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(`${await renderUsage(main)}\n`);
    return name === undefined ? EXIT.use : EXIT.done;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${latheVersion}\n`);
    return EXIT.done;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw unknownCommand(name, commands);
  let code: number = EXIT.done;
  const definition = asCitty(command, program, (result) => {
    code = result;
  });
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(`${await renderUsage(definition, main)}\n`);
    return EXIT.done;
  }
  checkWords(rest, command, { ...command.options, ...commonOptions });
  await runCommand(definition, { rawArgs: [...rest] });
  return code;
}

function asCitty(command: Command, program: Program, settle: (code: number) => void): CommandDef<ArgsDef> {
  const options = { ...command.options, ...commonOptions };
  return defineCommand({
    meta: { name: command.name, description: command.description },
    args: argumentsOf(command, options),
    async run({ args }) {
      const given = (flag: string) => {
        const value = args[flag];
        return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
      };
      const values = Object.entries(options).map(([flag, spec]) => [flag, readOption(flag, given(flag), spec)]);
      const { json, verbose, ...own } = Object.fromEntries(values);
      const { terminal, environment } = program;
      settle(await command.run({ words: args._, options: own, json, verbose, terminal, environment }));
    },
  });
}

function argumentsOf(command: Command, options: Readonly<Record<string, Option>>): ArgsDef {
  const definitions: ArgsDef = {};
  for (const { name, description, required } of command.positionals) {
    definitions[name] = { type: 'positional', description, required };
  }
  for (const [flag, { hint, description, fallback, choices }] of Object.entries(options)) {
    // The default is stated for the reader only: the schema fills it in.
    const text = `${description}${choices ? ` (${choices.join(', ')})` : ''}${hint && fallback ? ` [${fallback}]` : ''}`;
    definitions[flag] = hint
      ? { type: 'string', description: text, valueHint: hint }
      : { type: 'boolean', description: text };
  }
  return definitions;
}

function unknownCommand(name: string, commands: readonly Command[]): Error {
  const names = commands.map((command) => command.name);
  const guess = nearest(name, names);
  return wrongUse(
    `${JSON.stringify(name)} is no command of lathe.`,
    guess ? `Did you mean: lathe ${guess}` : `The commands are ${names.join(', ')}.`,
  );
}

function usageName(words: readonly string[], program: Program): string {
  const name = words[0];
  return name && program.commands.some((command) => command.name === name) ? `${name} ` : '';
}
