import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { attributeMessage } from '../messages/attribute.ts';
import { graphMessage } from '../messages/graph.ts';
import { typeMessage } from '../messages/type.ts';
import { readModel } from '../read.ts';
import { memorySource } from '../source.ts';
import { KnownMessages, longestKnown } from './known.ts';

const attribute = attributeMessage(() => graphMessage);

describe('messages that come again', () => {
  it('are one object where their bytes are the same, and only there', async () => {
    const nodes = [
      ['a = Conv(x, w)', { pads: [1, 1, 1, 1], group: 1 }],
      ['b = Conv(a, w)', { pads: [1, 1, 1, 1], group: 2 }],
    ] as const;
    const model = aModel({ nodes: nodes.map(([line, attributes]) => [line, attributes]) });
    const read = await readModel(memorySource(await bytesOf(model)));
    const [first, second] = read.graph.nodes;
    const named = (node: typeof first, name: string) => node?.attributes.find((one) => one.name === name);
    expect(named(first, 'pads')).toBe(named(second, 'pads'));
    expect(named(first, 'group')).toMatchObject({ value: 1n });
    expect(named(second, 'group')).toMatchObject({ value: 2n });
  });

  it('are found by kind, bytes and length', () => {
    const known = new KnownMessages();
    const bytes = Uint8Array.from({ length: 200 }, (_, place) => place);
    known.keep(attribute, 'found', bytes, 3, 20);
    const moved = new Uint8Array(300);
    moved.set(bytes.subarray(3, 24), 111);
    expect(known.find(attribute, moved, 111, 20)).toBe('found');
    expect(known.find(typeMessage, moved, 111, 20)).toBeUndefined();
    expect(known.find(attribute, moved, 111, 19)).toBeUndefined();
    expect(known.find(attribute, moved, 111, 21)).toBeUndefined();
    moved[115] = 0;
    expect(known.find(attribute, moved, 111, 20)).toBeUndefined();
  });

  it('may be as long as the longest that is kept', () => {
    const known = new KnownMessages();
    const bytes = new Uint8Array(2 * longestKnown).fill(7);
    known.keep(attribute, 'longest', bytes, 0, longestKnown);
    expect(known.find(attribute, bytes, longestKnown, longestKnown)).toBe('longest');
  });

  it('hold no tensors: where those lie differs from one to the next', () => {
    const tensor = { type: 'tensor', name: 'value', docString: '', refAttrName: '' };
    expect(attribute.comesAgain?.(tensor as never)).toBe(false);
  });
});
