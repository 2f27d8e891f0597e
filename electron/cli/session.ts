// A host in this very process, and the typed client to it: what every command works with.
import { homedir } from 'node:os';
import { type Client, createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import { homePath } from '#electron/host/home.ts';
import { createHost } from '#electron/host/host.ts';
import { startChild, workerEntry } from '#electron/host/workerChild.ts';
import { attend, type StartWorker } from '#electron/host/workerProcess.ts';
import { takeAhead } from './workerAhead.ts';

interface Session {
  readonly client: Client;
  close(): Promise<void>;
}

const startWorker: StartWorker = (task, listener) =>
  attend(takeAhead(task.kind) ?? startChild(workerEntry, task.kind), task, listener);

/** Throws LatheError where Lathe's home cannot be used. */
async function openSession(environment: NodeJS.ProcessEnv): Promise<Session> {
  const host = await createHost({ home: homePath(environment, process.platform, homedir()), startWorker });
  const [near, far] = connectionPair();
  // Whoever types the command may open what the system lets them open.
  host.open(far, { mayOpen: () => true });
  return { client: createClient(near), close: () => host.close() };
}

/** Runs `work` with a session that is closed whatever happens. */
export async function withSession<T>(environment: NodeJS.ProcessEnv, work: (client: Client) => Promise<T>): Promise<T> {
  const session = await openSession(environment);
  try {
    return await work(session.client);
  } finally {
    await session.close();
  }
}
