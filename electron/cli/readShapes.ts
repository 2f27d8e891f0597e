// Shapes as trtexec writes them: inputs apart by commas, points of a sweep by semicolons.
import { wrongUse } from './failure.ts';

export type Shapes = Readonly<Record<string, number[]>>;

/** `x:1x3,y:2;x:4x3` → [{ x: [1, 3], y: [2] }, { x: [4, 3] }]. Throws LatheError where it is written otherwise. */
export function readShapes(text: string | undefined): Shapes[] {
  if (text === undefined) return [];
  return text.split(';').map((point) => Object.fromEntries(point.split(',').map(inputShape)));
}

/** An input's name may hold colons; its sizes follow the last one. */
function inputShape(text: string): readonly [string, number[]] {
  const [, name, sizes] = /^(.+):(\d+(?:x\d+)*)$/.exec(text.trim()) ?? [];
  if (name !== undefined && sizes !== undefined) return [name, sizes.split('x').map(Number)];
  throw wrongUse(
    `--shapes ${text}: that is no shape.`,
    'Write NAME:1x3x224x224, several inputs with commas between, several points with semicolons.',
  );
}
