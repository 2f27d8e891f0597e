// Options of a command, derived from the contract's schemas: description, choices, default and check come from there.
import { z } from 'zod';
import { wrongUse } from './failure.ts';
import { nearest } from './nearest.ts';

export interface Option<T = unknown> {
  readonly schema: z.ZodType<T>;
  readonly description: string;
  /** How a value looks in the usage, such as `FILE`; undefined for a switch. */
  readonly hint: string | undefined;
  readonly fallback: string | undefined;
  /** Turns the text after the option into what the schema reads. */
  readonly read: (text: string) => unknown;
  readonly choices: readonly string[] | undefined;
}

export type Options = Readonly<Record<string, Option>>;
/** An option that was not given and has no default is undefined. */
export type OptionValues<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

interface JsonForm {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonForm;
  readonly description?: string;
  readonly default?: unknown;
  readonly anyOf?: readonly JsonForm[];
}

/** `description` where the schema carries none, or where the command line says it differently. */
export function option<T>(schema: z.ZodType<T>, hint: string, description?: string): Option<T> {
  const form: JsonForm = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonForm;
  const choices = form.items?.enum ?? form.enum;
  const preset = Array.isArray(form.default) && form.default.length === 0 ? undefined : form.default;
  return {
    schema,
    description: description ?? form.description ?? '',
    hint: form.type === 'boolean' ? undefined : hint,
    fallback: preset === undefined || preset === null ? undefined : String(preset),
    read: reader(form),
    choices,
  };
}

/** A text that stays what it is, such as a path. */
export function textOption(hint: string, description: string): Option<string | undefined> {
  return option(z.string().min(1).optional(), hint, description);
}

export function switchOption(description: string): Option<boolean> {
  return option(z.boolean().default(false), '', description);
}

/** Throws LatheError that names the option, what was given, and what it may be. */
export function readOption<T>(flag: string, text: string | boolean | undefined, spec: Option<T>): T {
  const raw = typeof text === 'string' ? spec.read(text) : text;
  const parsed = spec.schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const given = typeof text === 'string' ? ` ${text}` : '';
  if (spec.choices) {
    const wrong = String(Array.isArray(raw) ? raw[Number(issue?.path[0])] : raw);
    const guess = nearest(wrong, spec.choices);
    throw wrongUse(
      `--${flag}${given}: ${wrong === text || given === '' ? 'that' : wrong} is not known; it can be ${spec.choices.join(', ')}.`,
      guess ? `Did you mean ${guess}?` : `Choose one of ${spec.choices.join(', ')}.`,
    );
  }
  throw wrongUse(
    `--${flag}${given}: ${issue?.message ?? 'not understood'}.`,
    `Give --${flag} ${spec.hint ?? ''} as described by --help.`,
  );
}

function reader({ type, items }: JsonForm): (text: string) => unknown {
  if (type === 'number' || type === 'integer') return (text) => (text.trim() === '' ? text : Number(text));
  if (type === 'array' && items) {
    const one = reader(items);
    return (text) => text.split(',').map((part) => one(part.trim()));
  }
  return (text) => text;
}
