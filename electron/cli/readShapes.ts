// The option --shapes of `lathe bench`.
import { parseShapes, type Shapes } from '#core/trtexec/parseShapes.ts';
import { wrongUse } from './failure.ts';

/** Throws LatheError where it is not written as trtexec's. */
export function readShapes(text: string | undefined): Shapes[] {
  if (text === undefined) return [];
  const shapes = parseShapes(text);
  if (shapes) return shapes;
  throw wrongUse(
    `--shapes ${text}: that is no shape.`,
    'Write NAME:1x3x224x224, several inputs with commas between, several points with semicolons.',
  );
}
