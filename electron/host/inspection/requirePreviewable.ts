// Refuses a preview in a precision that no build for the target can have.
import { LatheError } from '#core/contract/failure.ts';
import { targetName } from '#core/contract/target.ts';
import { precisionRefusal } from '#core/precision/targetPrecisions.ts';
import type { PreviewQuestion } from './question.ts';

/** @throws LatheError naming the target and the precision. */
export function requirePreviewable({ target, precision, otherPrecision }: PreviewQuestion): void {
  for (const asked of [precision, otherPrecision]) {
    const reason = asked === undefined ? undefined : precisionRefusal(target, asked);
    if (asked === undefined || reason === undefined) continue;
    throw new LatheError({
      kind: 'use',
      reason: `${targetName(target)} ${reason}, so nothing in ${asked.toUpperCase()} can be built or foreseen for it.`,
      next: 'Ask about another target, or a precision that this one has: fp32, fp16 or int8.',
    });
  }
}
