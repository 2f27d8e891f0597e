// The graphs that both layouts draw: real networks as the window shows them, and generated ones of any size.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LayoutInput } from '#core/graph/layout/geometry.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { buildScene } from '#renderer/graph/reader/buildScene.ts';
import { openScope } from '#renderer/graph/reader/scope.ts';

const root = join(import.meta.dirname, '../..');

/** The models at hand: the bundled sample, and those of `../shared/fixtures` where they are. */
export function modelFiles(): readonly string[] {
  const shared = join(root, '../shared/fixtures');
  const found = existsSync(shared) ? readdirSync(shared, { recursive: true, encoding: 'utf8' }) : [];
  const models = found.filter((path) => path.endsWith('.onnx')).map((path) => join(shared, path));
  return [join(root, 'assets/samples/shapes/shapes.onnx'), ...models.sort()];
}

export interface Named {
  readonly name: string;
  readonly input: LayoutInput;
}

/** A model's graph with its cards as the window draws them, constants folded into their readers. */
export async function graphOf(path: string): Promise<Named> {
  const model = await readModel(memorySource(readFileSync(path)));
  const name = basename(path).replace(/(\.graph)?\.onnx$/, '');
  const { scene, wholeLayout } = buildScene(openScope(model, name, []));
  return { name: `${name} (${scene.count} nodes)`, input: wholeLayout };
}

/** A trunk with residual, inception-like and far-reaching branches, as networks have them. */
export function generated(count: number): LayoutInput {
  const from: number[] = [];
  const to: number[] = [];
  const link = (source: number, target: number) => {
    from.push(source);
    to.push(target);
  };
  let last = 0;
  let next = 1;
  while (next + 9 < count) {
    link(last, next);
    const kind = next % 4;
    if (kind === 0) {
      link(next, next + 1);
      link(next + 1, next + 2);
      link(next, next + 2);
      last = next + 2;
    } else if (kind === 1) {
      for (const branch of [1, 2, 3, 4]) {
        link(next, next + branch);
        link(next + branch, branch < 4 ? next + branch + 4 : next + 8);
        if (branch < 4) link(next + branch + 4, next + 8);
      }
      last = next + 8;
    } else {
      if (kind === 2) link(Math.max(0, last - 40), next);
      last = next;
    }
    next = last + 1;
  }
  for (; next < count; next++) link(last, next);
  return {
    widths: Float32Array.from({ length: count }, (_, node) => 92 + ((node * 37) % 130)),
    heights: Float32Array.from({ length: count }, (_, node) => 28 + 18 * (node % 3)),
    from: Int32Array.from(from),
    to: Int32Array.from(to),
  };
}

/** The same graph with boxes of one size, as other programs would draw it. */
export function plain({ widths, from, to }: LayoutInput): LayoutInput {
  return { widths: widths.map(() => 120), heights: widths.map(() => 40), from, to };
}
