// A convolutional network of any number of nodes, with residual, inception-like and long-skip branches.
import { intsAttr } from '#core/onnx/makeAttribute.ts';
import type { Model } from '#core/onnx/model.ts';
import { startParts } from './parts.ts';

/** Has `count` nodes or a few more; weights are small. */
export function convolutionalModel(count: number): Model {
  const parts = startParts();
  const conv = (name: string, from: string) => {
    const weights = [parts.weight(`${name}.weight`, [16, 16, 1, 1]), parts.weight(`${name}.bias`, [16])];
    const attributes = [intsAttr('kernel_shape', [1n, 1n]), intsAttr('strides', [1n, 1n])];
    return parts.node('Conv', `/${name}/Conv`, [from, ...weights], attributes);
  };
  const relu = (name: string, from: string) => parts.node('Relu', `/${name}/Relu`, [from]);
  const add = (name: string, a: string, b: string) => parts.node('Add', `/${name}/Add`, [a, b]);
  let last = relu('stem', conv('stem', 'input'));
  const skips: string[] = [];
  for (let block = 0; parts.nodes.length < count; block++) {
    const name = (part: string) => `layer${Math.floor(block / 8) + 1}/block${block}/${part}`;
    if (block % 4 === 1) {
      const branches = [1, 2, 3, 4].map((branch) => {
        const first = relu(name(`branch${branch}`), conv(name(`branch${branch}`), last));
        return branch % 2 === 0 ? relu(name(`branch${branch}b`), conv(name(`branch${branch}b`), first)) : first;
      });
      const sums = [add(name('sum1'), branches[0] ?? last, branches[1] ?? last)];
      sums.push(add(name('sum2'), branches[2] ?? last, branches[3] ?? last));
      last = add(name('sum'), sums[0] ?? last, sums[1] ?? last);
    } else {
      const inner = relu(name('conv1'), conv(name('conv1'), last));
      last = relu(name('out'), add(name('out'), conv(name('conv2'), inner), last));
    }
    if (block % 4 === 3) {
      const skip = skips[Math.max(0, skips.length - 3)];
      if (skip !== undefined) last = add(name('skip'), last, skip);
      skips.push(last);
    }
  }
  return parts.model(last, [1, 16, 56, 56]);
}
