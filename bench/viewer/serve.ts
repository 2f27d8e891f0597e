// Serves the workbench with the given pages and prints its address: a process of its own, as `lathe serve` is.
import { rmSync } from 'node:fs';
import { serve } from '#electron/serve/index.ts';

const [pages = '', home = ''] = process.argv.slice(2);
const serving = await serve({ home, portsToTry: [0], address: '127.0.0.1', names: [], paths: [], pages });
console.log(`http://127.0.0.1:${serving.port}/?token=${serving.token}`);
process.once('SIGTERM', async () => {
  await serving.close();
  rmSync(home, { recursive: true, force: true });
  process.exit(0);
});
