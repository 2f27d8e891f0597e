// Typed contents of gRPC become the same bytes that raw contents hold, or are refused by name.
import { describe, expect, it } from 'vitest';
import { type Contents, type ModelInferRequest, requestOf } from './messages.ts';

const none: Contents = {
  bool_contents: [],
  int_contents: [],
  int64_contents: [],
  uint_contents: [],
  uint64_contents: [],
  fp32_contents: [],
  fp64_contents: [],
  bytes_contents: [],
};

function message(datatype: string, contents: Partial<Contents>, raw: readonly Uint8Array[] = []): ModelInferRequest {
  const inputs = [{ name: 'x', datatype, shape: ['2'], contents: { ...none, ...contents } }];
  return { model_name: 'm', model_version: '', id: '', inputs, outputs: [], raw_input_contents: raw };
}
const bytes = (datatype: string, contents: Partial<Contents>) => [
  ...(requestOf(message(datatype, contents)).tensors[0]?.bytes ?? []),
];

describe('requestOf', () => {
  it('writes typed contents as little-endian bytes', () => {
    expect(bytes('BOOL', { bool_contents: [true, false] })).toEqual([1, 0]);
    expect(bytes('INT8', { int_contents: [-1, 2] })).toEqual([255, 2]);
    expect(bytes('UINT16', { uint_contents: [1, 65_535] })).toEqual([1, 0, 255, 255]);
    expect(bytes('INT64', { int64_contents: ['-1', '9007199254740993'] })).toEqual([
      ...new Array(8).fill(255),
      ...new Uint8Array(BigInt64Array.of(9007199254740993n).buffer),
    ]);
    expect(bytes('FP32', { fp32_contents: [1, -2] })).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
    expect(bytes('BYTES', { bytes_contents: [Buffer.from('ab'), Buffer.from('')] })).toEqual([
      2, 0, 0, 0, 97, 98, 0, 0, 0, 0,
    ]);
  });
  it('refuses what does not fit', () => {
    expect(() => bytes('FP16', { fp32_contents: [1, 2] })).toThrow('must be sent in raw_input_contents');
    expect(() => bytes('FP32', { fp32_contents: [1] })).toThrow('needs 2 elements, and has 1');
    expect(() => bytes('INT8', { int_contents: [1, 200] })).toThrow('holds 200');
    expect(() => bytes('FP8', {})).toThrow('has the datatype "FP8"');
    expect(() => requestOf(message('FP32', { fp32_contents: [1, 2] }, [new Uint8Array(8)]))).toThrow(
      'both contents and raw',
    );
    expect(() => requestOf(message('FP32', {}, [new Uint8Array(8), new Uint8Array(8)]))).toThrow(
      '2 raw_input_contents were sent for 1',
    );
  });
});
