// Numbers keep what their type holds, wherever in an input its type stands.
import { describe, expect, it } from 'vitest';
import { readInferBody } from './inferBody.ts';

const values = [0.1, 16_777_217, 9_007_199_254_740_991, 3];
const bytesOf = (array: ArrayBufferView) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('hex');
const doubles = bytesOf(Float64Array.from(values));
const floats = bytesOf(Float32Array.from(values));

function read(inputs: readonly object[]): string[] {
  const { request } = readInferBody(Buffer.from(JSON.stringify({ inputs })), undefined);
  return request.tensors.map(({ bytes }) => bytesOf(bytes));
}

describe('the body of an inference', () => {
  it('gives each input the numbers of its own type, in whatever order its fields come', () => {
    const before = (datatype: string) => ({ name: 'x', datatype, shape: [4], data: values });
    const behind = (datatype: string) => ({ name: 'x', data: values, shape: [4], datatype });
    for (const first of [before, behind]) {
      for (const second of [before, behind]) {
        const types = ['FP32', 'FP64', 'FP32', 'FP64', 'FP64', 'FP32'];
        const inputs = types.map((type, place) => (place % 2 === 0 ? first(type) : second(type)));
        expect(read(inputs)).toEqual(types.map((type) => (type === 'FP32' ? floats : doubles)));
      }
    }
  });

  it('takes the last of two types, as any parser does', () => {
    const body = `{"inputs":[{"name":"x","shape":[4],"datatype":"FP32","data":${JSON.stringify(values)},"datatype":"FP64"}]}`;
    const { request } = readInferBody(Buffer.from(body), undefined);
    expect(request.tensors.map(({ bytes }) => bytesOf(bytes))).toEqual([doubles]);
  });

  it('keeps the tensors of one body while the next is read', () => {
    const one = readInferBody(
      Buffer.from(JSON.stringify({ inputs: [{ name: 'x', datatype: 'FP32', shape: [4], data: values }] })),
      undefined,
    );
    read([{ name: 'x', datatype: 'FP32', shape: [4], data: [1, 2, 3, 4] }]);
    expect(one.request.tensors.map(({ bytes }) => bytesOf(bytes))).toEqual([floats]);
  });
});
