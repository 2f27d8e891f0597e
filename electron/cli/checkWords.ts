// Refuses words that a command does not know, before anything is done.
import type { Command } from './command.ts';
import { wrongUse } from './failure.ts';
import { nearest } from './nearest.ts';
import type { Option } from './option.ts';

/** Throws LatheError that names the first word that is unknown, incomplete, missing or too many. */
export function checkWords(
  words: readonly string[],
  command: Command,
  options: Readonly<Record<string, Option>>,
): void {
  const plain: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      plain.push(...words.slice(index + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      plain.push(word);
      continue;
    }
    const [flag, value] = split(word);
    const spec = Object.hasOwn(options, flag) ? options[flag] : undefined;
    if (!word.startsWith('--') || !spec) throw unknownOption(word, command, Object.keys(options));
    if (spec.hint === undefined) {
      if (value !== undefined) throw wrongUse(`--${flag} is a switch and takes no value.`, `Write --${flag} alone.`);
    } else if (value === undefined) {
      const next = words[index + 1];
      if (next === undefined || next.startsWith('--')) {
        throw wrongUse(`--${flag} needs a value.`, `Write --${flag} ${spec.hint}.`);
      }
      index += 1;
    } else if (value === '') throw wrongUse(`--${flag} needs a value.`, `Write --${flag} ${spec.hint}.`);
  }
  checkCount(plain, command);
}

function checkCount(plain: readonly string[], command: Command): void {
  const missing = command.positionals[plain.length];
  if (missing?.required) {
    throw wrongUse(
      `lathe ${command.name} needs ${missing.name}: ${missing.description}.`,
      `Write it after the command.`,
    );
  }
  const many = command.positionals.some((positional) => positional.many);
  const extra = many ? undefined : plain[command.positionals.length];
  if (extra !== undefined) {
    throw wrongUse(
      `lathe ${command.name} does not know what to do with ${JSON.stringify(extra)}.`,
      'Take that word away.',
    );
  }
}

function split(word: string): readonly [string, string | undefined] {
  const place = word.indexOf('=');
  return place < 0 ? [word.slice(2), undefined] : [word.slice(2, place), word.slice(place + 1)];
}

function unknownOption(word: string, command: Command, flags: readonly string[]): Error {
  const [flag] = split(word.startsWith('--') ? word : `-${word}`);
  const guess = nearest(flag, flags);
  return wrongUse(
    `lathe ${command.name} has no option ${word.split('=')[0]}.`,
    guess ? `Did you mean --${guess}?` : `Its options are ${flags.map((name) => `--${name}`).join(', ')}.`,
  );
}
