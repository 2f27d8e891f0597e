// What the way into a node is called.
import type { Step } from './scene.ts';

export function partLabel({ attribute, place }: Step): string {
  if (attribute === null) return 'function';
  return place === 0 ? attribute : `${attribute} ${place + 1}`;
}
