import { describe, expect, it } from 'vitest';
import type { DesktopBridge } from '#core/contract/bridge.ts';
import { desktopPlatform } from './desktop.ts';

const never = () => Promise.reject(new Error('nobody asked for that'));

function aDesktop(append: (bytes: Uint8Array) => Promise<void>, id: number | null = 7) {
  const ends: (readonly [number, boolean])[] = [];
  const bridge: DesktopBridge = {
    connect: never,
    onOpenModel: () => {},
    pickModel: never,
    pickFolder: never,
    pickDataFile: never,
    pathOf: () => '',
    beginFile: async () => id,
    appendFile: (_, bytes) => append(bytes),
    endFile: async (...how) => void ends.push(how),
    reveal: never,
  };
  return { platform: desktopPlatform(bridge), ends };
}

describe('saving from the desktop window', () => {
  it('sends a file of any size in pieces, and ends it', async () => {
    const lengths: number[] = [];
    let sum = 0;
    const { platform, ends } = aDesktop(async (bytes) => {
      lengths.push(bytes.length);
      for (const byte of bytes) sum += byte;
    });
    const block = new Uint8Array(1 << 20).fill(1);
    await platform.save('large.onnx', new Blob(Array.from({ length: 40 }, () => block)), '');
    expect(lengths).toEqual([16 << 20, 16 << 20, 8 << 20]);
    expect(sum).toBe(40 << 20);
    await platform.save('small.json', new Uint8Array([1, 2]), '');
    expect(lengths.at(-1)).toBe(2);
    expect(ends).toEqual([
      [7, true],
      [7, true],
    ]);
  });

  it('leaves nothing behind where a piece cannot be written, and says so', async () => {
    const { platform, ends } = aDesktop(() => Promise.reject(new Error('the disk is full')));
    await expect(platform.save('x.onnx', new Uint8Array([1]), '')).rejects.toThrow(
      'x.onnx was not saved: the disk is full',
    );
    expect(ends).toEqual([[7, false]]);
  });

  it('saves nothing where the user thought better of it', async () => {
    const { platform, ends } = aDesktop(never, null);
    await platform.save('x.onnx', new Uint8Array([1]), '');
    expect(ends).toEqual([]);
  });
});
