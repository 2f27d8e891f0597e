// What a command of the command line is: its words, its options, and what it does.
import type { Options, OptionValues } from './option.ts';
import type { Terminal } from './terminal.ts';

export interface Positional {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Takes all further words. */
  readonly many?: boolean;
}

export interface Invocation<O extends Options> {
  /** Words that are no options, in order. */
  readonly words: readonly string[];
  readonly options: OptionValues<O>;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
}

export interface Command<O extends Options = Options> {
  readonly name: string;
  readonly description: string;
  readonly positionals: readonly Positional[];
  readonly options: O;
  /** Resolves to the exit code. Throws LatheError where it fails. */
  run(invocation: Invocation<O>): Promise<number>;
}

/** Lets the options' types reach `run`. */
export function command<O extends Options>(definition: Command<O>): Command {
  return definition as unknown as Command;
}
