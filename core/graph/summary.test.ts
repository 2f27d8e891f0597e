import { describe, expect, it } from 'vitest';
import { inspectReportSchema } from '#core/contract/inspect.ts';
import { aModel } from '#core/testing/aModel.ts';
import { inferShapes } from './shapes/inferShapes.ts';
import { summarize, typeText } from './summary.ts';

describe('summarize', () => {
  const model = aModel({
    nodes: ['a = Conv(x, w)', 'b = Relu(a)', 'c = com.microsoft.Gelu(b)', 'y = Relu(c)'],
    inputs: { x: 'float32[batch,3,8,8]', w: 'float32[4,3,3,3]', odd: 'int64' },
    outputs: { y: 'float32', a: 'float32[batch,4,?,?]' },
    initializers: { w: 'float32[4,3,3,3]', half: 'float16[5]' },
    opsets: { 'com.microsoft': 1 },
    irVersion: 3,
  });

  it('reports what the contract has', async () => {
    const issue = { severity: 'info', node: null, message: 'A thing.', next: 'Nothing.' } as const;
    const report = summarize(model, await inferShapes(model), [issue]);
    expect(inspectReportSchema.parse(report)).toEqual(report);
    expect(report).toEqual({
      ir: 3,
      opsets: [
        { domain: 'ai.onnx', version: 17 },
        { domain: 'com.microsoft', version: 1 },
      ],
      producer: 'lathe tests',
      nodes: 4,
      initializers: 2,
      parameters: 113,
      weightBytes: 442,
      inputs: [
        { name: 'x', type: 'float32', shape: ['batch', 3, 8, 8] },
        { name: 'odd', type: 'int64', shape: null },
      ],
      outputs: [
        { name: 'y', type: 'float32', shape: ['batch', 4, 6, 6] },
        { name: 'a', type: 'float32', shape: ['batch', 4, 6, 6] },
      ],
      operators: { Relu: 2, Conv: 1, 'com.microsoft.Gelu': 1 },
      issues: [issue],
    });
    expect(Object.keys(report.operators)[0]).toBe('Relu');
  });

  it('writes types of every kind', () => {
    const tensor = { kind: 'tensor', elementType: 1, shape: ['n', undefined, 3] } as const;
    expect(typeText({ kind: 'sequence', element: tensor })).toBe('sequence of float32 [n, ?, 3]');
    expect(typeText({ kind: 'map', keyType: 7, value: tensor })).toBe('map from int64 to float32 [n, ?, 3]');
    expect(typeText({ kind: 'optional', element: { kind: 'tensor', elementType: 9, shape: undefined } })).toBe(
      'optional bool',
    );
    expect(typeText({ kind: 'opaque', domain: 'd', name: 'n' })).toBe('opaque d.n');
    expect(typeText({ kind: 'sparseTensor', elementType: 1, shape: [] })).toBe('sparse float32 []');
  });
});
