import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startAhead, takeAhead } from './workerAhead.ts';

describe('a worker started ahead', () => {
  it('is there once, for a task of the command’s own kind', async () => {
    startAhead(['calibrate', 'model.onnx']);
    expect(takeAhead('build')).toBeUndefined();
    const child = takeAhead('calibrate');
    expect(child?.connected).toBe(true);
    expect(takeAhead('calibrate')).toBeUndefined();
    child?.disconnect();
    if (child) await once(child, 'exit');
  });

  it('is not there for a command that starts none, and not where only help is asked for', () => {
    for (const words of [[], ['inspect', 'model.onnx'], ['calibrate', '--help'], ['build', '-h']]) {
      startAhead(words);
      expect(['inspect', 'calibrate', 'build'].map(takeAhead)).toEqual([undefined, undefined, undefined]);
    }
  });

  it('does not keep a command alive that never takes it', () => {
    const file = fileURLToPath(new URL('./workerAhead.ts', import.meta.url));
    const code = `const { startAhead } = await import(${JSON.stringify(file)}); startAhead(['build', 'model.onnx']);`;
    const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { timeout: 60_000 });
    expect({ status, signal }).toEqual({ status: 0, signal: null });
  });
});
