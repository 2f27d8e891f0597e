// Whether the host can run a TensorRT engine, which is made for one version and GPU; asked when its details are opened.
import { useEffect, useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import { call } from '#renderer/connection/host.ts';

/** In words; null for engines that run everywhere, and while it is not known. */
export function useRunsHere({ id, target }: BuildRecord): string | null {
  const [words, setWords] = useState<string | null>(null);
  useEffect(() => {
    setWords(null);
    if (!target.startsWith('tensorrt')) return;
    let gone = false;
    call('build.check', { id }).then(
      ({ canRun, why, next }) => !gone && setWords(`${canRun ? 'Yes' : 'No'}. ${why} ${next}`.trim()),
      // The host has gone: whether it can is then no question.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [id, target]);
  return words;
}
