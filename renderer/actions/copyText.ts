// Puts text on the clipboard and says so.
import { attempt, tell } from '#renderer/store/notices.ts';

/** `what` begins the sentence: `The recipe`. */
export async function copyText(text: string, what: string): Promise<void> {
  await attempt(async () => {
    await navigator.clipboard.writeText(text);
    tell(`${what} is on the clipboard.`);
  });
}
