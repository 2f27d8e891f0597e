// Shapes as trtexec writes them: inputs apart by commas, points of a sweep by semicolons.

export type Shapes = Readonly<Record<string, number[]>>;

/** `x:1x3,y:2;x:4x3` → [{ x: [1, 3], y: [2] }, { x: [4, 3] }]; null where it is written otherwise. */
export function parseShapes(text: string): Shapes[] | null {
  const points = text.split(';').map((point) => point.split(',').map(inputShape));
  const whole = points.map((inputs) => inputs.flatMap((input) => (input ? [input] : [])));
  if (points.some((inputs, index) => inputs.length !== whole[index]?.length)) return null;
  return whole.map((inputs) => Object.fromEntries(inputs));
}

/** As `parseShapes` reads them. */
export function formatShapes(points: readonly Shapes[]): string {
  const inputs = (shapes: Shapes) => Object.entries(shapes).map(([name, sizes]) => `${name}:${sizes.join('x')}`);
  return points.map((shapes) => inputs(shapes).join(',')).join(';');
}

/** An input's name may hold colons; its sizes follow the last one. */
function inputShape(text: string): readonly [string, number[]] | null {
  const [, name, sizes] = /^(.+):(\d+(?:x\d+)*)$/.exec(text.trim()) ?? [];
  return name !== undefined && sizes !== undefined ? [name, sizes.split('x').map(Number)] : null;
}
