// The process that owns a model's native engine: one thread a session, each on a socket of its own to the gateway.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { engineLoop } from './engineLoop.ts';

/** The first socket's descriptor; those of further sessions follow. */
const firstSocket = 3;

if (isMainThread) {
  const sessions = Number(process.argv[2] ?? 1);
  for (let session = 1; session < sessions; session += 1) {
    // A session that falls takes the process with it: the gateway starts a whole one.
    new Worker(new URL(import.meta.url), { workerData: firstSocket + session }).on('error', (error) => {
      throw error;
    });
  }
  await engineLoop(firstSocket);
} else await engineLoop(workerData);
