// The graph worker's work: one open model, its scopes, and an answer to each call.
import { toFailure } from '#core/contract/failure.ts';
import { diffGraphs } from '#core/graph/diff/diff.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { readModel } from '#core/onnx/read.ts';
import { fileSource } from '#renderer/connection/fileSource.ts';
import type { FromGraphWorker, GraphCall, GraphCalls, Progress, ToGraphWorker } from '../protocol.ts';
import { itemKinds, type Scope } from '../scene.ts';
import { type BuiltScene, buildScene } from './buildScene.ts';
import type { CallContext } from './callContext.ts';
import { digestOf } from './comparison.ts';
import { engineReading } from './engineReading.ts';
import { extractPart } from './extractPart.ts';
import { fillCards } from './fillCards.ts';
import { firstItems } from './firstItems.ts';
import { groupDetail } from './groupDetail.ts';
import { createGroupings } from './groupings.ts';
import { type Home, typesOf } from './home.ts';
import { producerOf } from './links.ts';
import { metricOf } from './metric.ts';
import { modelDetail } from './modelDetail.ts';
import { nodeDetail } from './nodeDetail.ts';
import { nodePlaces } from './nodePlaces.ts';
import { type Opened, withCallsOpened } from './openCalls.ts';
import { pauses } from './pause.ts';
import { rememberReads } from './rememberReads.ts';
import { remoteFiles } from './remoteFiles.ts';
import { openScope } from './scope.ts';
import { createSearches } from './searches.ts';
import { searchScene } from './searchScene.ts';
import { sizedShapes } from './sizedShapes.ts';
import { findTensor, tensorDetail } from './tensorDetail.ts';
import { tensorFile, tensorNumbers } from './tensorValues.ts';
import { warmUp } from './warmUp.ts';
import { withProgress } from './withProgress.ts';

type Handlers = {
  readonly [Name in GraphCall]: (
    input: GraphCalls[Name]['input'],
    context: CallContext,
  ) => Promise<GraphCalls[Name]['output']>;
};

/** Up to so many nodes shapes are inferred before the first picture; above, the picture comes first. */
const inferFirst = 400;

/** Milliseconds for the first picture to be drawn and its cards to be asked for. */
const inferAfter = 120;

/** Returns what takes the window's messages. */
export function graphSession(post: (message: FromGraphWorker) => void): (message: ToGraphWorker) => void {
  const files = remoteFiles(post);
  const running = new Map<number, AbortController>();
  const scenes = new Map<string, BuiltScene>();
  let home: Home | undefined;
  let name = '';
  const groupings = createGroupings();
  let shapes: ShapeTable | undefined;
  const searches = createSearches(() => shapes);
  let inferring: Promise<void> = Promise.resolve();
  let costShapes: Promise<ShapeTable> | undefined;
  let fileBytes = 0;
  let isWarm = false;
  /** The calls that nodes came out of, while those are opened; and the model as it is otherwise. */
  let calls: Opened['calls'] = null;
  let closed: Opened | null = null;

  const opened = (): Home => {
    if (!home) throw new Error('No model is open.');
    return home;
  };
  const sceneOf = (scope: Scope): BuiltScene => {
    const key = JSON.stringify(scope);
    const built = scenes.get(key) ?? buildScene(openScope(opened().model, name, scope));
    scenes.set(key, built);
    return built;
  };
  /** Shapes, however long they take. */
  const inferred = async (): Promise<ShapeTable> => {
    await inferring;
    if (!shapes) throw new Error('No model is open.');
    return shapes;
  };
  const infer = async () => {
    const { model, openExternal } = opened();
    shapes = await inferShapes(model, { openExternal, pause: pauses() });
    void searches.renew().catch(() => {});
  };

  const sized = (): Promise<ShapeTable | undefined> => {
    const known = shapes;
    if (!known) return Promise.resolve(undefined);
    costShapes ??= sizedShapes(opened(), known);
    return costShapes;
  };
  const searchOf = (scope: Scope) => searches.of(sceneOf(scope).open);

  /** From the model as it is to one with its calls opened, and back. */
  const openCalls = async (wanted: boolean) => {
    const before = { home: opened(), shapes: await inferred() };
    const now = wanted ? await withCallsOpened(before.home) : closed;
    closed = wanted ? { ...before, calls: null } : null;
    if (!now) return;
    ({ home, shapes, calls } = now);
    costShapes = undefined;
    for (const made of [scenes, searches, groupings]) made.clear();
  };

  const handlers: Handlers = {
    async open(input, { progress }) {
      isWarm = true;
      progress({ phase: 'reading', share: null });
      name = input.name;
      fileBytes = input.size;
      const { source, forget } = rememberReads(input.file ? fileSource(input.file) : files.model(input.size));
      const model = await readModel(withProgress(source, (share) => progress({ phase: 'reading', share })));
      home = { model: { ...model, source }, openExternal: files.openExternal };
      scenes.clear();
      groupings.clear();
      [calls, closed] = [null, null];
      const small = model.graph.nodes.length <= inferFirst;
      if (small) {
        progress({ phase: 'inferring shapes', share: null });
        inferring = infer();
        await inferring;
      } else {
        // After the answer has gone out: the first picture does not wait for labels.
        const drawn = new Promise((resolve) => setTimeout(resolve, inferAfter));
        // Search is ready before anybody types.
        inferring = drawn.then(() => searchOf([])).then(infer);
        void inferring.then(() => post({ type: 'inferred' }));
      }
      void inferring.finally(() => setTimeout(forget, inferAfter)).catch(() => {});
      progress({ phase: 'laying out', share: null });
      const built = sceneOf([]);
      const items = input.view ? firstItems(built.scene, input.view) : new Int32Array();
      return { ...built.scene, cards: await fillCards(built, home, typesOf(built.open, shapes), items) };
    },
    enter: async ({ scope }) => sceneOf(scope).scene,
    async cards({ scope, items }) {
      const built = sceneOf(scope);
      return fillCards(built, opened(), typesOf(built.open, shapes), items);
    },
    search: async ({ scope, query, limit }) => searchScene(sceneOf(scope), await searchOf(scope), query, limit),
    async node({ scope, item }) {
      const known = { shapes, sized: await sized() };
      return groupDetail(sceneOf(scope), opened(), known, item) ?? nodeDetail(sceneOf(scope), opened(), known, item);
    },
    async groups({ scope, by, given }) {
      if ((by === 'function') !== (calls !== null)) await openCalls(by === 'function');
      const tree = groupings.group(sceneOf(scope), { by, given, calls });
      return { tree, hasFunctions: opened().model.functions.length > 0 };
    },
    blocks: async ({ scope }) => groupings.blocks(sceneOf(scope)),
    async fold({ scope, folded, once }) {
      const before = sceneOf(scope);
      const built = buildScene(before.open, groupings.fold(before, folded, once), before);
      scenes.set(JSON.stringify(scope), built);
      return built.scene;
    },
    metric: async ({ metric }) => metricOf(sceneOf([]), metric, await sized()),
    extract: async ({ items, name: file }, context) =>
      extractPart(sceneOf([]), opened(), await inferred(), { items: new Set(items), file }, context),
    digest: async ({ weights }, context) => digestOf(opened(), await inferred(), weights, context),
    diff: async ({ before, weights }, context) =>
      diffGraphs(before, await digestOf(opened(), await inferred(), weights, context)),
    itemOf: async ({ scope, value }) => producerOf(sceneOf(scope), value) ?? -1,
    tensor: ({ scope, value }) => tensorDetail(sceneOf(scope), opened(), shapes, value),
    model: async ({ target }) =>
      modelDetail(sceneOf([]), opened(), { name, fileBytes, target, shapes, sized: await sized() }),
    statistics: ({ scope, value }, context) => tensorNumbers(findTensor(sceneOf(scope), value), opened(), context),
    npy: ({ scope, value }, context) => tensorFile(findTensor(sceneOf(scope), value), opened(), context),
    engine: (files) => engineReading(opened(), files),
    async itemsOf({ names, within = false }) {
      const { itemOf, refs, kinds } = sceneOf([]).scene;
      const places = nodePlaces(sceneOf([]));
      return Int32Array.from(names, (node) => {
        const place = places.get(node) ?? -1;
        const item = itemOf[place] ?? -1;
        const kind = itemKinds[kinds[item] ?? 0];
        return (refs[item] === place && kind === 'operator') || (within && kind === 'group') ? item : -1;
      });
    },
  };

  return (message) => {
    if (files.receive(message)) return;
    if (message.type === 'warm') {
      void warmUp(() => isWarm).catch(() => {});
      return;
    }
    if (message.type === 'cancel') running.get(message.id)?.abort(new DOMException('cancelled', 'AbortError'));
    if (message.type !== 'call') return;
    const { id, name: called, input } = message;
    const abort = new AbortController();
    running.set(id, abort);
    const context = {
      signal: abort.signal,
      progress: (progress: Progress) => post({ type: 'progress', id, progress }),
    };
    // Name and input come from one message, so they belong together; the compiler cannot follow that through the table.
    const handler = handlers[called] as (
      input: unknown,
      context: CallContext,
    ) => Promise<GraphCalls[GraphCall]['output']>;
    // Inside a promise, so that what a handler throws at once becomes an answer too.
    Promise.resolve()
      .then(() => handler(input, context))
      .then((output) => post({ type: 'done', id, output }))
      .catch((thrown) =>
        post({ type: 'failed', id, failure: toFailure(thrown, abort.signal.aborted ? 'cancelled' : 'job') }),
      )
      .finally(() => running.delete(id));
  };
}
