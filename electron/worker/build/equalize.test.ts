import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '#core/onnx/model.ts';
import { equalize } from '#core/precision/equalize.ts';
import { aModel } from '#core/testing/aModel.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { toNumbers } from '#electron/worker/value.ts';

/** Values whose channels differ by orders of magnitude, as those of depthwise convolutions do. */
function uneven(seed: string, dims: readonly number[]): readonly number[] {
  const random = randomNumbers(seed);
  const perChannel = dims.slice(1).reduce((product, size) => product * size, 1);
  return Array.from({ length: dims[0] ?? 1 }, () => 10 ** (3 * random() - 2)).flatMap((size) =>
    Array.from({ length: perChannel }, () => (2 * random() - 1) * size),
  );
}

const chain = fc
  .record({
    seed: fc.string({ maxLength: 4 }),
    activations: fc.array(fc.constantFrom('', 'Relu', 'LeakyRelu', 'HardSwish', 'Clip'), {
      minLength: 1,
      maxLength: 4,
    }),
    shared: fc.boolean(),
  })
  .map(({ seed, activations, shared }) => {
    const nodes: string[] = [];
    const initializers: Record<string, readonly [string, readonly number[]]> = {};
    const conv = (place: number, input: string, output: string) => {
      const [weight, bias] = [shared ? 'w' : `w${place}`, `b${place}`];
      initializers[weight] = ['float32[8,8,1,1]', uneven(`${seed}${weight}`, [8, 8])];
      initializers[bias] = ['float32[8]', uneven(`${seed}${bias}`, [8])];
      nodes.push(`c${place}: ${output} = Conv(${input}, ${weight}, ${bias})`);
    };
    let value = 'x';
    activations.forEach((operator, place) => {
      conv(place, value, `v${place}`);
      if (operator) nodes.push(`a${place}: h${place} = ${operator}(v${place})`);
      value = operator ? `h${place}` : `v${place}`;
    });
    conv(activations.length, value, 'y');
    return aModel({ inputs: { x: 'float32[1,8,3,3]' }, outputs: { y: 'float32[1,8,3,3]' }, nodes, initializers });
  });

async function resultOf(model: Model): Promise<readonly number[]> {
  const session = openSession(await bytesOf(model), { threads: 1, optimization: 'none' });
  const random = randomNumbers('equalize');
  const data = Float32Array.from({ length: 72 }, () => 2 * random() - 1);
  const { y } = session.run({ x: { type: 'float32', dims: [1, 8, 3, 3], data } });
  session.close();
  return Array.from((y && toNumbers(y)) ?? []);
}

describe('equalize', () => {
  it('changes no bit of what any chain of convolutions computes', async () => {
    await fc.assert(
      fc.asyncProperty(chain, async (model) => {
        expect(await resultOf(await equalize(model))).toEqual(await resultOf(model));
      }),
      { numRuns: 40 },
    );
  });

  it('evens out the channels of two convolutions, grouped ones too, and none across what lets no factor pass', async () => {
    const between = async (operator: string, attributes = {}) => {
      const model = aModel({
        inputs: { x: 'float32[1,2,3,3]' },
        outputs: { y: 'float32' },
        nodes: ['a = Conv(x, w1, b)', `h = ${operator}(a)`, ['y = Conv(h, w2)', attributes]],
        initializers: {
          w1: ['float32[2,2,1,1]', [16, 8, 1, 0.5]],
          b: ['float32[2]', [4, 4]],
          w2: [Object.keys(attributes).length > 0 ? 'float32[2,1,1,1]' : 'float32[1,2,1,1]', [1, 1]],
        },
      });
      const { graph } = await equalize(model);
      return graph.nodes.filter(({ opType }) => opType === 'Conv').map(({ inputs }) => inputs[1]);
    };
    expect(await between('Relu')).toEqual(['w1_equalized', 'w2_equalized']);
    expect(await between('Relu', { group: 2 })).toEqual(['w1_equalized', 'w2_equalized']);
    expect(await between('HardSwish')).toEqual(['w1', 'w2']);
    expect(await between('Sigmoid')).toEqual(['w1', 'w2']);
  });
});
