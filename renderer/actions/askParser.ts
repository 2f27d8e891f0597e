// Asks a TensorRT of the host which nodes of a model its parser reads.
import { toFailure } from '#core/contract/failure.ts';
import { call } from '#renderer/connection/host.ts';
import { light } from '#renderer/graph/highlight.ts';
import { revealItems } from '#renderer/graph/moves.ts';
import { graphStore, select } from '#renderer/graph/store.ts';
import { attempt } from '#renderer/store/notices.ts';
import { keepVerdict, parserVerdictStore, verdictKey } from '#renderer/store/parserVerdicts.ts';
import { showTab } from '#renderer/store/view.ts';

/** Once for a model and a target; again where the last answer was a failure. */
export async function askParser(model: string, target: string): Promise<void> {
  const known = parserVerdictStore.getState().verdicts[verdictKey(model, target)];
  if (known && known.kind !== 'failed') return;
  keepVerdict(model, target, { kind: 'waiting' });
  try {
    keepVerdict(model, target, { kind: 'ready', report: await call('model.support', { id: model, target }) });
  } catch (thrown) {
    keepVerdict(model, target, { kind: 'failed', failure: toFailure(thrown) });
  }
}

/** Marks nodes in the graph and moves there. */
export async function markNodes(names: readonly string[]): Promise<void> {
  showTab('graph');
  await attempt(async () => {
    const { client } = graphStore.getState();
    const places = client ? await client.call('itemsOf', { names: [...names] }) : [];
    const items = [...new Set(places)].filter((item) => item >= 0);
    select(null);
    light(items);
    revealItems(items);
  });
}
