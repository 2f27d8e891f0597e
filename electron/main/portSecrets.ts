// The system's secret store as the host's process sees it: through the desktop's main process.
import { LatheError } from '#core/contract/failure.ts';
import type { Secrets } from '#electron/host/remote/hostBook.ts';
import { secretAnsweredSchema } from './secretMessage.ts';

interface MainPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

export function portSecrets(port: MainPort): Secrets {
  const waiting = new Map<number, (text: string | null) => void>();
  let next = 1;
  port.on('message', ({ data }) => {
    const answered = secretAnsweredSchema.safeParse(data);
    if (!answered.success) return;
    waiting.get(answered.data.id)?.(answered.data.text);
    waiting.delete(answered.data.id);
  });
  const ask = async (action: 'seal' | 'open', text: string) => {
    const id = next++;
    const answer = await new Promise<string | null>((resolve) => {
      waiting.set(id, resolve);
      port.postMessage({ type: 'secret', id, action, text });
    });
    if (answer !== null) return answer;
    throw new LatheError({
      kind: 'use',
      reason: 'The system’s secret store did not give the token of a host.',
      next: 'Unlock the keyring and try again, or add the host anew.',
    });
  };
  return { seal: (text) => ask('seal', text), open: (sealed) => ask('open', sealed) };
}
