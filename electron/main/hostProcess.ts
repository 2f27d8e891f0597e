// The host in a process of its own, so that reading a large model never holds up the window.
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import { z } from 'zod';
import { type Failure, failureSchema } from '#core/contract/failure.ts';
import { homePath } from '#electron/host/home.ts';
import { answerSecret, keepsSecrets } from './secrets.ts';

export interface HostProcess {
  /** The near end of a new connection. */
  connect(): MessagePortMain;
  /** Jobs end cleanly, then the process. */
  close(): Promise<void>;
}

const entry = fileURLToPath(new URL('./hostEntry.ts', import.meta.url));
/** A host that does not say that it has ended is ended, in milliseconds. */
const GRACE_MS = 5000;

const messageSchema = z.object({ type: z.literal('failed'), failure: failureSchema });

/**
 * Started again when it ended by itself and the next connection is asked for. `onFailure` is told when it cannot start:
 * nothing works without it.
 */
export function startHostProcess(onFailure: (failure: Failure) => void): HostProcess {
  const launch = () => {
    const started = utilityProcess.fork(
      entry,
      [homePath(process.env, process.platform, homedir()), ...(keepsSecrets() ? ['secrets'] : [])],
      {
        serviceName: 'Lathe host',
        stdio: 'inherit',
      },
    );
    started.on('message', (raw) => {
      const message = messageSchema.safeParse(raw);
      if (message.success) onFailure(message.data.failure);
      else answerSecret(raw, (answer) => started.postMessage(answer));
    });
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    return started;
  };
  let child: Electron.UtilityProcess | undefined = launch();
  return {
    connect() {
      child ??= launch();
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ type: 'connect' }, [port1]);
      return port2;
    },
    close: () =>
      new Promise((resolve) => {
        const ending = child;
        if (!ending) return resolve();
        const killer = setTimeout(() => ending.kill(), GRACE_MS);
        ending.once('exit', () => {
          clearTimeout(killer);
          resolve();
        });
        ending.postMessage({ type: 'close' });
      }),
  };
}
