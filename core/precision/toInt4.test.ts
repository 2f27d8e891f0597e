import { describe, expect, it } from 'vitest';
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { toInt4 } from './toInt4.ts';

const words: ModelWords = {
  inputs: { x: 'float32[2,128]' },
  outputs: { y: 'float32[2,8]' },
  nodes: ['mm: a = MatMul(x, w)', 'relu: b = Relu(a)', ['gemm: y = Gemm(b, v)', { transB: 1 }]],
  initializers: { w: 'float32[128,96]', v: 'float32[8,96]' },
};

async function int4(changed: ModelWords = {}, target = 'onnxruntime', keep = {}) {
  const { model, kept, quantized } = await toInt4(aModel({ ...words, ...changed }), { target, keep });
  const { nodes, initializers } = model.graph;
  return {
    quantized,
    opset: model.opsets[0]?.version,
    reasons: Object.fromEntries(kept.map(({ node, reason }) => [node, reason])),
    of: (name: string) => {
      const reader = nodes.find((node) => node.name === name);
      const dequantize = nodes.find(({ outputs }) => outputs[0] === reader?.inputs[1]);
      const tensor = (place: number) => initializers.find((one) => one.name === dequantize?.inputs[place]);
      return {
        axis: dequantize && intAttribute(dequantize, 'axis'),
        block: dequantize && intAttribute(dequantize, 'block_size'),
        codes: tensor(0),
        scales: tensor(1),
      };
    },
  };
}

describe('toInt4', () => {
  it('stores factors in blocks along what is summed up', async () => {
    const { of, opset, quantized } = await int4();
    expect(opset).toBe(21);
    expect(quantized).toEqual(['mm', 'gemm']);
    expect(of('mm')).toMatchObject({ axis: 0, block: 32, codes: { dataType: DataType.int4, dims: [128, 96] } });
    expect(of('mm').scales).toMatchObject({ dataType: DataType.float32, dims: [4, 96] });
    expect(of('gemm')).toMatchObject({ axis: 1, block: 32, codes: { dims: [8, 96] }, scales: { dims: [8, 3] } });
  });

  it('takes whole blocks of 128 or 64 for TensorRT, and leaves what has none', async () => {
    const { of, reasons, quantized } = await int4({}, 'tensorrt@10.6');
    expect(of('mm').block).toBe(128);
    expect(quantized).toEqual(['mm']);
    expect(reasons.gemm).toContain('64');
  });

  it('leaves convolutions, computed factors and what the recipe keeps, each with its reason', async () => {
    const image = { inputs: { x: 'float32[1,4,8,8]' }, outputs: { y: 'float32' } };
    const { reasons } = await int4(
      {
        ...image,
        nodes: ['conv: a = Conv(x, k)', 'pair: b = MatMul(a, a)', 'kept: c = MatMul(b, w)', 'mm: y = MatMul(c, w)'],
        initializers: { k: 'float32[4,4,1,1]', w: 'float32[8,8]' },
      },
      'onnxruntime',
      { nodes: ['kept'] },
    );
    expect(Object.keys(reasons)).toEqual(['conv', 'pair', 'kept']);
    expect(reasons.kept).toContain('recipe');
  });

  it('refuses a model without such weights, and weights with a NaN', async () => {
    await expect(int4({ nodes: ['y = Relu(x)'] })).rejects.toThrow('4 bits');
    const broken = { w: ['float32[2,2]', [1, 2, Number.NaN, 4]] } as const;
    await expect(
      int4({ inputs: { x: 'float32[1,2]' }, nodes: ['y = MatMul(x, w)'], initializers: broken }),
    ).rejects.toThrow("'w'");
  });
});
