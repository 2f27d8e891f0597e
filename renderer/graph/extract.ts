// Saves the nodes behind some items as a model file of their own.
import { platform } from '#renderer/connection/current.ts';
import { count } from '#renderer/format/format.ts';
import { attempt, tell } from '#renderer/store/notices.ts';
import { itemsToExtract } from './extractable.ts';
import { fileName } from './fileName.ts';
import { graphStore } from './store.ts';

export async function extract(items = itemsToExtract()): Promise<void> {
  const { client, handle } = graphStore.getState();
  if (!client || !handle || items.length === 0) return;
  const name = `${fileName(handle.name.replace(/\.onnx$/i, ''))}-part.onnx`;
  await attempt(async () => {
    const { files, nodes, inputs, outputs } = await client.call('extract', { items, name });
    for (const file of files) await platform.save(file.name, file.content, 'application/octet-stream');
    const saved = files.map((file) => file.name).join(' and ');
    tell(`Saved ${saved}: ${count(nodes)} nodes, from ${listed(inputs)} to ${listed(outputs)}.`);
  });
}

function listed(names: readonly string[]): string {
  const [first = 'nothing', ...others] = names;
  return others.length === 0 ? first : `${first} and ${count(others.length)} more`;
}
