// The graph worker: joins its message port to the session that does the work.
import type { ToGraphWorker } from './protocol.ts';
import { graphSession } from './reader/session.ts';

const receive = graphSession((message) => self.postMessage(message));
self.onmessage = ({ data }: MessageEvent<ToGraphWorker>) => receive(data);
