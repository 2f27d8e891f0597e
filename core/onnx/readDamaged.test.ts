import { describe, expect, it } from 'vitest';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { aNode } from '#core/testing/aNode.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { bytesField, headOf, joined, modelWith, numberField, varint } from '#core/testing/wireBytes.ts';
import { OnnxError } from './error.ts';
import { makeGraph } from './makeNode.ts';
import type { Graph, Model } from './model.ts';
import { readModel } from './read.ts';
import { memorySource } from './source.ts';

function read(bytes: Uint8Array): Promise<Model> {
  return readModel(memorySource(bytes));
}

async function failure(bytes: Uint8Array): Promise<OnnxError> {
  const thrown = await read(bytes).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof OnnxError)) {
    throw new Error(`an OnnxError was expected, not ${thrown}`);
  }
  return thrown;
}

describe('reading what is no model', () => {
  it.each([
    ['nothing', '', 'The file is empty.'],
    ['plain text', 'This is not a model.\n', 'The file is plain text, not an ONNX model.'],
    [
      'a Git LFS pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n',
      'The file is a Git LFS pointer, not an ONNX model.',
    ],
    ['a web page', '<!DOCTYPE html><html>', 'The file is a web page or XML document, not an ONNX model.'],
    [
      'a ZIP archive',
      'PK\u0003\u0004\u0014\u0000\u0000\u0000',
      'The file is a ZIP archive (PyTorch .pt files are such archives), not an ONNX model.',
    ],
  ])('refuses %s by its name', async (_, text, message) => {
    const error = await failure(new TextEncoder().encode(text));
    expect(error.message).toBe(message);
    expect(error.next).toMatch(/\.$/);
  });

  it('refuses a file without a graph', async () => {
    expect((await failure(joined(numberField(1, 8), bytesField(2, 'pytorch')))).message).toMatch(
      /not an ONNX model: it has no graph/,
    );
  });

  it('refuses bytes that are no messages, naming the byte', async () => {
    const error = await failure(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0x01, 0x00));
    expect(error.message).toBe(
      'The file does not read as an ONNX model (Field 15 has wire type 7, which ONNX does not use), at byte 1.',
    );
  });
});

describe('reading a damaged model', () => {
  it('goes 64 graphs deep and no deeper', async () => {
    const nested = (levels: number): Graph =>
      levels === 0
        ? aGraph({ nodes: ['y = Relu(x)'] })
        : makeGraph({ nodes: [aNode(['y = If(c)', { then_branch: nested(levels - 1) }])] });
    const model = { ...aModel({}), graph: nested(64) };
    expect((await read(await bytesOf(model))).graph.nodes).toHaveLength(1);
    const deeper = await failure(await bytesOf({ ...model, graph: nested(65) }));
    expect(deeper.message).toContain('More than 65 graphs stand inside each other');
    expect(deeper.message).toContain(' › … › ');
    expect(deeper.message.length).toBeLessThan(500);
  });

  const node = bytesField(1, bytesField(3, 'conv'), bytesField(5, bytesField(1, 'pads'), numberField(20, 7)));

  it('says where a file is cut short', async () => {
    const whole = modelWith(node);
    const error = await failure(whole.subarray(0, 9));
    expect(error.message).toMatch(
      /^The file is cut short: its graph has \d+ bytes, of which 5 are there, at byte 4\.$/,
    );
    expect(error.next).toBe('Copy or download the file again, or export the model again.');
  });

  it.each([
    ['a wrong wire type', joined(numberField(1, 1)), 'Field 1 has wire type 0 where 2 is meant, at byte 5 in graph.'],
    [
      'a length beyond what holds it',
      bytesField(1, headOf(3, 40)),
      'Field 3 of 40 bytes does not fit in the 0 bytes left of its node, at byte 8 in graph › node 0.',
    ],
    [
      'a length beyond 64 bits',
      bytesField(1, headOf(3, 2n ** 63n), varint(5)),
      'Field 3 of 9223372036854776000 bytes does not fit in the 1 bytes left of its node',
    ],
    [
      'a number of 11 bytes',
      bytesField(1, Uint8Array.of(0x18), new Uint8Array(11).fill(0xff)),
      'A number is longer than the 10 bytes that it may have',
    ],
    ['field number 0', bytesField(1, Uint8Array.of(0x02, 0x00)), 'There is no field with the number 0'],
    ['a group', bytesField(1, Uint8Array.of(0x0b)), 'Field 1 has wire type 3, which ONNX does not use'],
    [
      'an unknown kind of attribute',
      bytesField(1, bytesField(3, 'n'), bytesField(5, bytesField(1, 'a'), numberField(20, 77))),
      "The attribute is of kind 77, which ONNX does not have, at byte 17 in graph › node 'n' › attribute 'a'.",
    ],
    [
      'an attribute of nothing',
      bytesField(1, bytesField(5, bytesField(1, 'a'))),
      'The attribute has neither a kind nor a value',
    ],
    [
      'an attribute without its graph',
      bytesField(1, bytesField(5, numberField(20, 5))),
      'The attribute is of kind graph and has none',
    ],
    [
      'a negative dimension',
      bytesField(5, numberField(1, -3), bytesField(8, 'w')),
      "Dimension -3 of a tensor is negative, at byte 20 in graph › tensor 'w'.",
    ],
    [
      'dimensions beyond counting',
      bytesField(5, ...[1, 2, 3, 4].map(() => numberField(1, 2 ** 30)), numberField(2, 1)),
      'has more elements than can be counted',
    ],
    [
      'raw data of the wrong length',
      bytesField(5, numberField(1, 2), numberField(2, 1), bytesField(9, 'abc')),
      'A tensor of type float32 and shape [2] has 3 bytes of raw_data, where 8 are needed',
    ],
    [
      'floats of the wrong length',
      bytesField(5, numberField(1, 2), numberField(2, 1), bytesField(4, 'abcd')),
      'has 4 bytes of float_data, where 8 are needed',
    ],
    [
      'too few integers',
      bytesField(5, numberField(1, 3), numberField(2, 7), bytesField(7, varint(1), varint(2))),
      'has 2 bytes of int64_data, which cannot be 3 elements',
    ],
    [
      'data in the wrong field',
      bytesField(5, numberField(1, 1), numberField(2, 1), bytesField(7, varint(1))),
      'A tensor of type float32 has its elements in int64_data, where float_data is meant',
    ],
    [
      'a wrong number of strings',
      bytesField(5, numberField(1, 2), numberField(2, 8), bytesField(6, 'a')),
      'has 1 strings, where 2 are needed',
    ],
    [
      'external data without a file',
      bytesField(5, numberField(2, 1), numberField(14, 1)),
      'A tensor is said to be in another file, which is not named',
    ],
    [
      'external data at a place that is none',
      bytesField(
        5,
        numberField(14, 1),
        bytesField(13, bytesField(1, 'location'), bytesField(2, 'w')),
        bytesField(13, bytesField(1, 'offset'), bytesField(2, '-4')),
      ),
      "The offset of external data is '-4', which is no number of bytes",
    ],
    [
      'a sparse tensor of nothing',
      bytesField(15, numberField(3, 2)),
      'A sparse tensor lacks its values or its indices',
    ],
    [
      'floats that end inside one',
      bytesField(1, bytesField(5, bytesField(7, 'abcde'))),
      'Field 7 does not end where its length of 5 bytes says',
    ],
  ])('refuses %s', async (_, graph, message) => {
    const error = await failure(modelWith(graph));
    expect(error.message).toContain(message);
    expect(error.next).toMatch(/\.$/);
  });

  it('refuses two main graphs', async () => {
    expect((await failure(joined(bytesField(7), bytesField(7)))).message).toContain('The file has two main graphs');
  });

  it('names a node by its number where it has no name yet', async () => {
    const nameless = bytesField(1, bytesField(1, 'x'));
    const error = await failure(modelWith(nameless, nameless, bytesField(1, numberField(4, 1))));
    expect(error.message).toContain('in graph › node 2.');
  });

  it('lets errors of the source pass as they are', async () => {
    const source = { size: 100, read: () => Promise.reject(new RangeError('the disk is gone')) };
    await expect(readModel(source)).rejects.toThrow(RangeError);
  });
});
