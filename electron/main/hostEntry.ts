// The entry of the desktop's host process. Wiring only.
import { LatheError } from '#core/contract/failure.ts';
import { createHost } from '#electron/host/host.ts';
import { mainPortConnection } from './mainPortConnection.ts';

const host = createHost({ home: process.argv[2] ?? '' });

host.catch((error: unknown) => {
  // The window shows that there is no connection; the reason is for the terminal.
  console.error(error instanceof LatheError ? `${error.failure.reason} ${error.failure.next}` : error);
  process.exit(1);
});

process.parentPort.on('message', async ({ data, ports: [port] }) => {
  const running = await host;
  if (data.type === 'connect' && port) {
    // The person at this desktop may open what the system lets them open.
    running.open(mainPortConnection(port), { mayOpen: () => true });
  }
  if (data.type === 'close') {
    await running.close();
    process.exit(0);
  }
});
