// The process that owns a model's native engine: one thread a session, each on a socket of its own to the gateway.
import { flushCompileCache } from 'node:module';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { endWithParent } from '#electron/worker/native.ts';
import { engineLoop } from './engineLoop.ts';

/** The first socket's descriptor; those of further sessions follow. */
const firstSocket = 3;

if (isMainThread) {
  // Amid an inference nobody reads the sockets that say that the gateway is gone.
  endWithParent(Number(process.argv[3]));
  const sessions = Number(process.argv[2] ?? 1);
  // Threads find TypeScript's types taken away already: Node does that by WebAssembly, and V8 may abort the process where
  // two threads free such code at once (nodejs/node#64500).
  flushCompileCache();
  for (let session = 1; session < sessions; session += 1) {
    // A session that falls takes the process with it: the gateway starts a whole one.
    new Worker(new URL(import.meta.url), { workerData: firstSocket + session }).on('error', (error) => {
      throw error;
    });
  }
  await engineLoop(firstSocket);
} else await engineLoop(workerData);
