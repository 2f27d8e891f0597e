// The data that a command cannot do without: what was named, else what lies beside the model.
import type { Client } from '#core/contract/client.ts';
import { wrongUse } from './failure.ts';

/** @returns the data set's id. Throws LatheError that names the command where there is none. */
export async function requireData(
  client: Client,
  path: string | undefined,
  beside: string | null,
  command: string,
): Promise<string> {
  if (path !== undefined) return (await client.call('data.open', { path })).id;
  if (beside !== null) return beside;
  throw wrongUse(
    `${command} needs --calibration: the data to observe ranges on.`,
    'Name a folder of images, a .npy or a .npz file.',
  );
}
