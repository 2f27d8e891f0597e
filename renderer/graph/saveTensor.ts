// Saves a weight as a .npy file.
import { LatheError } from '#core/contract/failure.ts';
import { platform } from '#renderer/connection/current.ts';
import { fileName } from './fileName.ts';
import { graphStore } from './store.ts';

/** Resolves to what NumPy's types made necessary, '' where nothing. Rejects with LatheError. */
export async function saveTensor(value: string): Promise<string> {
  const { client, map } = graphStore.getState();
  if (!client || !map) {
    throw new LatheError({ kind: 'use', reason: 'No model is open.', next: 'Open a model first.' });
  }
  const { bytes, widened } = await client.call('npy', { scope: map.scene.scope, value });
  await platform.save(`${fileName(value)}.npy`, bytes, 'application/octet-stream');
  return widened;
}
