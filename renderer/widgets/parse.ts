// Text of a form field → a value, or one sentence on what is wrong.
import type { Parsed } from './ParsedField.tsx';

export function parseInteger(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => Parsed<number> {
  return (text) => {
    const value = Number(text.trim().replaceAll(',', ''));
    if (text.trim() === '' || !Number.isInteger(value)) return { error: `“${text}” is not a whole number.` };
    if (value < least || value > most) {
      return { error: most === Number.MAX_SAFE_INTEGER ? `At least ${least}.` : `Between ${least} and ${most}.` };
    }
    return { value };
  };
}

/** As `parseInteger`; nothing stands for undefined. */
export function parseOptional(least: number, most?: number): (text: string) => Parsed<number | undefined> {
  const parse = parseInteger(least, most);
  return (text) => (text.trim() === '' ? { value: undefined } : parse(text));
}

export function parseNumber(text: string): Parsed<number> {
  const fraction = /^\s*([-+.\deE]+)\s*\/\s*([-+.\deE]+)\s*$/.exec(text);
  const value = fraction ? Number(fraction[1]) / Number(fraction[2]) : Number(text.trim());
  return text.trim() === '' || !Number.isFinite(value) ? { error: `“${text}” is not a number.` } : { value };
}

/** @param or what else may stand there, for the sentence on what is wrong. */
export function parseWithin(least: number, most: number, or = ''): (text: string) => Parsed<number> {
  return (text) => {
    const parsed = parseNumber(text);
    if ('error' in parsed) return parsed;
    const inside = parsed.value >= least && parsed.value <= most;
    return inside ? parsed : { error: `Between ${least} and ${most}${or}.` };
  };
}

/** Above 0. */
export function parsePositive(most: number): (text: string) => Parsed<number> {
  return (text) => {
    const parsed = parseNumber(text);
    if ('error' in parsed) return parsed;
    return parsed.value > 0 && parsed.value <= most ? parsed : { error: `Above 0, at most ${most}.` };
  };
}

/** Numbers between commas or spaces; brackets around them are fine. */
export function parseNumbers(text: string): Parsed<readonly number[]> {
  const parts = text
    .replaceAll(/[[\]()]/g, ' ')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const values = parts.map(Number);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (parts.length === 0) return { error: 'At least one number.' };
  return wrong < 0 ? { value: values } : { error: `“${parts[wrong]}” is not a number.` };
}

/** Names between commas or new lines, each once. */
export function parseNames(text: string): Parsed<readonly string[]> {
  const names = text.split(/[,\n]+/).map((name) => name.trim());
  return { value: [...new Set(names.filter(Boolean))] };
}
