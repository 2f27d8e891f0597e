import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { joined } from '#core/testing/wireBytes.ts';
import type { Tensor } from './model.ts';
import { npyHeader, readNpy, writeNpy } from './npy.ts';
import { readNpyHeader } from './npyHeader.ts';
import { tensorBytes, tensorValues } from './tensor.ts';

const model = aModel({});

async function written(tensor: Tensor): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of writeNpy(tensor, model)) {
    parts.push(part);
  }
  return joined(...parts);
}

/** A .npy file as NumPy writes it. */
function npy(dict: string, data: ArrayLike<number>, version = 1): Uint8Array {
  const lengthBytes = version === 1 ? 2 : 4;
  const text = new TextEncoder().encode(`${dict}\n`);
  const head = new Uint8Array(8 + lengthBytes);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  new DataView(head.buffer).setUint16(8, text.length, true);
  return joined(head, text, Uint8Array.from(data));
}

async function valuesOf(bytes: Uint8Array) {
  const tensor = readNpy(bytes, 'a');
  return { dims: tensor.dims, values: Array.from((await tensorValues(tensor, model)) as ArrayLike<number | bigint>) };
}

describe('writing .npy', () => {
  it('begins as NumPy writes it, to the byte', () => {
    const { header } = npyHeader({ name: 'w', dataType: 1, dims: [2, 3] });
    const dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    expect(header).toHaveLength(128);
    expect([...header.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    expect(new TextDecoder().decode(header.subarray(10))).toBe(`${dict.padEnd(117)}\n`);
  });

  it.each([
    'float32',
    'float64',
    'float16',
    'int8',
    'int16',
    'int32',
    'int64',
    'uint8',
    'uint16',
    'uint32',
    'uint64',
    'bool',
  ])('and reading gives a tensor of %s back', async (type) => {
    for (const shape of ['[2,3]', '[5]', '[]', '[0,4]', '[2,1,3,2]']) {
      const tensor = aTensor('w', `${type}${shape}`);
      const again = readNpy(await written(tensor), 'w');
      expect([again.dataType, again.dims]).toEqual([tensor.dataType, tensor.dims]);
      expect(await tensorBytes(again, model)).toEqual(await tensorBytes(tensor, model));
    }
  });

  it('and reading gives complex numbers back', async () => {
    const tensor = aTensor('c', 'complex64[2]', [1, -2, 3, 4]);
    expect(await tensorValues(readNpy(await written(tensor)), model)).toEqual(Float32Array.of(1, -2, 3, 4));
  });

  it.each([
    ['bfloat16', [1.5, -2], 'float32'],
    ['float8e4m3fn', [448, 0.5], 'float32'],
    ['float4e2m1', [6, -0.5, 3], 'float32'],
    ['int4', [-8, 7, 1], 'int8'],
    ['uint2', [3, 0, 1, 2, 3], 'uint8'],
  ])('widens %s, exactly, and says so', async (type, values, stored) => {
    const tensor = aTensor('w', `${type}[${values.length}]`, values);
    expect(npyHeader(tensor).widened).toBe(`NumPy has no ${type}, so the values are stored as ${stored}, exactly.`);
    expect((await valuesOf(await written(tensor))).values).toEqual(values);
  });

  it('says nothing of widening where nothing is widened, and refuses strings', () => {
    expect(npyHeader(aTensor('w', 'float32[1]')).widened).toBeUndefined();
    expect(() => npyHeader(aTensor('names', 'string[1]'))).toThrow("The tensor 'names' holds elements of type string");
  });
});

describe('reading .npy', () => {
  it('takes both byte orders', async () => {
    expect(
      await valuesOf(npy("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", [1, 0, 0xff, 0xfe])),
    ).toEqual({ dims: [2], values: [256, -2] });
    expect(
      (await valuesOf(npy("{'descr': '>f4', 'fortran_order': False, 'shape': (), }", [0x3f, 0xc0, 0, 0]))).values,
    ).toEqual([1.5]);
    const complex = npy("{'descr': '>c8', 'fortran_order': False, 'shape': (1,), }", [0x3f, 0x80, 0, 0, 0x40, 0, 0, 0]);
    expect((await valuesOf(complex)).values).toEqual([1, 2]);
  });

  it('turns the Fortran order into rows', async () => {
    const bytes = npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [1, 4, 2, 5, 3, 6]);
    expect(await valuesOf(bytes)).toEqual({ dims: [2, 3], values: [1, 2, 3, 4, 5, 6] });
    const cube = npy(
      "{'descr': '<u2', 'fortran_order': True, 'shape': (2, 2, 2), }",
      [0, 4, 2, 6, 1, 5, 3, 7].flatMap((value) => [value, 0]),
    );
    expect((await valuesOf(cube)).values).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('takes format versions 2 and 3, other orders of entries and other spacing', async () => {
    expect((await valuesOf(npy("{'shape':(2,),'fortran_order':False,'descr':'|b1'}", [1, 0], 2))).values).toEqual([
      1, 0,
    ]);
    expect(
      (await valuesOf(npy("{'descr': '|i1', 'fortran_order': False, 'shape': (1, 2L), }", [1, 255], 3))).values,
    ).toEqual([1, -1]);
  });

  it('finds the header in the beginning of a file', () => {
    const header = readNpyHeader(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10, 3), }", []));
    expect(header).toMatchObject({ descr: '<f8', shape: [10, 3], fortranOrder: false, littleEndian: true });
  });

  it.each([
    ['something else', new TextEncoder().encode('not a NumPy file at all'), 'does not begin as NumPy files do'],
    ['an unknown version', npy('{}', [], 9), 'has the format version 9'],
    ['a header cut short', npy("{'descr': '<f4'", []).subarray(0, 14), 'ends inside its header'],
    ['a header of something else', npy('{"descr": 1}', []), 'has a header that Lathe does not read'],
    [
      'records',
      npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", []),
      'has a header that Lathe does not read',
    ],
    ['Python objects', npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", []), 'has elements of type |O'],
    [
      'elements cut short',
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [1, 2, 3]),
      'has 3 bytes of elements, where 8 are needed',
    ],
    [
      'a shape beyond counting',
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999, 99999999), }", []),
      'more elements than can be counted',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes)).toThrow(message);
  });
});
