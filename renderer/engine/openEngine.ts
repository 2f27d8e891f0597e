// How an engine comes into view: from a build of the library, or from the files of anyone's engine.
import type { BuildRecord } from '#core/contract/build.ts';
import { type Failure, toFailure } from '#core/contract/failure.ts';
import { targetName } from '#core/contract/target.ts';
import { chooseFiles } from '#renderer/connection/chooseFiles.ts';
import { call } from '#renderer/connection/host.ts';
import { graphStore } from '#renderer/graph/store.ts';
import { togglePanel } from '#renderer/store/view.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { addEngine, engineStore, type OpenEngine } from './engines.ts';
import { pairFiles } from './pairFiles.ts';

const { setState } = engineStore;

export async function openBuild(build: BuildRecord, as: 'shown' | 'against' = 'shown'): Promise<void> {
  await reading(async () => {
    const files = await call('engine.layers', { id: build.id });
    const name = precisionNames[build.precision];
    const engine = {
      id: build.id,
      title: `${name} on ${targetName(build.target)}`,
      precision: build.precision,
      build: build.id,
    };
    await add(engine, files, as);
  });
}

/** Lets the user choose layers.json files and profiles. */
export async function chooseEngine(): Promise<void> {
  const files = await chooseFiles({ multiple: true, accept: '.json,application/json' });
  if (files) await openFiles(files);
}

export async function openFiles(files: readonly File[]): Promise<void> {
  await reading(async () => {
    const texts = await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })));
    const engines = pairFiles(texts);
    if (engines.length === 0) setState({ failure: noLayers });
    for (const { name, precision, layers, profile } of engines) {
      await add({ id: `file:${name}`, title: name, precision, build: null }, { layers, profile });
    }
  });
}

async function add(
  engine: Omit<OpenEngine, 'reading'>,
  files: { readonly layers: string; readonly profile: string | null },
  as: 'shown' | 'against' = 'shown',
): Promise<void> {
  const { client } = graphStore.getState();
  if (!client) return;
  const found = await client.call('engine', files);
  if (graphStore.getState().client === client) addEngine({ ...engine, reading: found }, as);
}

async function reading(work: () => Promise<void>): Promise<void> {
  togglePanel('engine', true);
  setState({ busy: true, failure: null });
  try {
    await work();
  } catch (thrown) {
    setState({ failure: toFailure(thrown) });
  } finally {
    setState({ busy: false });
  }
}

const noLayers: Failure = {
  kind: 'use',
  reason: 'None of these files holds the layers of an engine.',
  next: 'Choose the JSON of the engine inspector (layers.json, trtexec --exportLayerInfo), and the profile with it.',
};
