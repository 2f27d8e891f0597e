// What the window remembers between visits, in the browser's own storage; nothing breaks where there is none.
import type { z } from 'zod';

export function recall<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
  try {
    const text = localStorage.getItem(`lathe.${key}`);
    if (text === null) return fallback;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : fallback;
  } catch {
    return fallback;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`lathe.${key}`, JSON.stringify(value));
  } catch {
    // Private windows and full disks refuse; the choice then lasts for this visit.
  }
}
