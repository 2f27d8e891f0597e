// The entry of the desktop's host process. Wiring only.
import { toFailure } from '#core/contract/failure.ts';
import { createHost } from '#electron/host/host.ts';
import { mainPortConnection } from './mainPortConnection.ts';
import { portSecrets } from './portSecrets.ts';

const secrets = process.argv[3] === 'secrets' ? portSecrets(process.parentPort) : null;
const host = createHost({ home: process.argv[2] ?? '', ...(secrets ? { secrets } : {}) });

host.catch((error: unknown) => {
  process.parentPort.postMessage({ type: 'failed', failure: toFailure(error) });
  // The message must be out before the process ends.
  setTimeout(() => process.exit(1), 200);
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
