import { describe, expect, it } from 'vitest';
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import { operatorSchema } from '#core/onnx/operators.ts';
import { aGraph } from '#core/testing/aModel.ts';
import { aNode } from '#core/testing/aNode.ts';
import { attributeText, keyAttributes, numberText } from './attributeText.ts';

const shown = (line: Parameters<typeof aNode>[0]) => {
  const node = aNode(line);
  return keyAttributes(node, operatorSchema('', node.opType, 17)).map((pair) => pair.join(' '));
};

describe('keyAttributes', () => {
  it('writes the geometry of a convolution in few words', () => {
    const attributes = { kernel_shape: [3, 5], strides: [2, 2], pads: [1, 1, 1, 1], dilations: [1, 2], group: 32 };
    expect(shown(['y = Conv(x, w)', attributes])).toEqual([
      'kernel 3×5',
      'stride 2',
      'pad 1',
      'dilation 1, 2',
      'group 32',
    ]);
  });

  it('leaves out what has its default, written in the schema or not', () => {
    expect(shown(['y = Conv(x, w)', { strides: [1, 1], pads: [0, 0, 0, 0], group: 1, auto_pad: 'NOTSET' }])).toEqual(
      [],
    );
    expect(shown(['y = BatchNormalization(x, s, b, m, v)', { epsilon: 0.00001 }])).toEqual([]);
    expect(shown(['y = BatchNormalization(x, s, b, m, v)', { epsilon: 0.001 }])).toEqual(['ε 0.001']);
  });

  it('names types and leaves graphs to their own way in', () => {
    expect(shown(['y = Cast(x)', { to: 10 }])).toEqual(['to float16']);
    expect(shown(['y = If(c)', { then_branch: aGraph({}), else_branch: aGraph({}) }])).toEqual([]);
  });
});

describe('attributeText', () => {
  it('cuts long lists', () => {
    const [axes] = aNode(['y = Foo(x)', { axes: [1, 2, 3, 4] }]).attributes;
    expect(axes && attributeText(axes, 2)).toBe('1, 2, …');
  });

  it('writes float32 values without their noise', () => {
    expect(attributeText(floatAttr('alpha', 0.1))).toBe('0.1');
    expect(numberText(Math.fround(1e-12))).toBe('1e-12');
    expect(numberText(Number.NEGATIVE_INFINITY)).toBe('-Infinity');
  });
});
