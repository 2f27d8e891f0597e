import { describe, expect, it } from 'vitest';
import { beginDataUpload, dataUploadStore } from './dataUploads.ts';

const shown = () => dataUploadStore.getState().uploads.map(({ files, sent }) => [files, sent.bytes]);

describe('samples on their way', () => {
  it('are shown each with its own progress until they end', () => {
    const [first, second] = [beginDataUpload(3), beginDataUpload(40)];
    second.progress({ bytes: 7, total: 9 });
    expect(shown()).toEqual([
      [3, 0],
      [40, 7],
    ]);
    first.end();
    first.progress({ bytes: 1, total: 2 });
    expect(shown()).toEqual([[40, 7]]);
    second.end();
    expect(shown()).toEqual([]);
  });

  it('can be cancelled one by one', () => {
    const [first, second] = [beginDataUpload(1), beginDataUpload(1)];
    dataUploadStore.getState().uploads[1]?.cancel();
    expect([first.signal.aborted, second.signal.aborted]).toEqual([false, true]);
    first.end();
    second.end();
  });
});
