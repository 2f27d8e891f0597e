import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { cardStore } from './cardStore.ts';
import { commands } from './commands.ts';
import { fusionStore, previewFor, toggleFusions } from './fusions.ts';
import { highlightStore } from './highlight.ts';
import { countValues, inspectionStore } from './inspection.ts';
import { graphKey } from './keys.ts';
import { enterSelected, focusItem, go } from './moves.ts';
import { closeSearch, openSearch, search, searchStore, showHit } from './search.ts';
import { selectEdge } from './selectEdge.ts';
import { close, enter, graphStore, leave, open, retry, select, starting } from './store.ts';
import { handleOf, handleOfBytes, inProcessClient } from './testing/inProcess.ts';
import { visibleStore } from './visible.ts';

const body = aGraph({ outputs: { t: 'float32' }, nodes: ['inner: t = Neg(r)'] });
const model = aModel({
  inputs: { x: 'float32[1,3,8,8]', c: 'bool[]' },
  outputs: { y: 'float32' },
  initializers: { w: 'float32[4,3,3,3]' },
  nodes: ['conv: a = Conv(x, w)', 'relu: r = Relu(a)', ['choice: y = If(c)', { then_branch: body, else_branch: body }]],
});
const report = {
  target: 'onnxruntime',
  groups: [{ id: 'g1', kind: 'conv-activation', nodes: ['conv', 'relu'], reason: 'one kernel' }],
  removed: [],
  apart: [],
  kernelsBefore: 3,
  kernelsAfter: 2,
  bytesSaved: 576,
};
const state = () => graphStore.getState();
const press = (key: string) =>
  graphKey({ key, ctrlKey: false, metaKey: false, altKey: false, target: new EventTarget() });

beforeEach(() => {
  vi.stubGlobal('HTMLElement', class {});
  starting.start = (handle) => inProcessClient(handle);
});
afterEach(() => {
  close();
  toggleFusions(false);
  vi.unstubAllGlobals();
});

describe('the graph store', () => {
  it('opens a model with the cards of its first view at hand', async () => {
    const opening = open(await handleOf(model));
    expect(state().status.kind).toBe('loading');
    expect(commands()).toEqual([]);
    await opening;
    expect(state().status.kind).toBe('ready');
    expect(state().map?.scene.count).toBe(6);
    expect(cardStore.getState().cards.size).toBe(6);
    expect(visibleStore.getState()).toMatchObject({ level: 'cards' });
    expect(visibleStore.getState().items).toHaveLength(6);
    expect(commands().map(({ id }) => id)).toContain('graph.fit');
  });

  it('turns a refused file into a state with its reason, from which one can try again', async () => {
    await open(handleOfBytes(new TextEncoder().encode('a letter, and quite a long one at that')));
    expect(state().status).toMatchObject({
      kind: 'failed',
      failure: { reason: expect.stringContaining('not an ONNX') },
    });
    retry();
    expect(state().status.kind).toBe('loading');
    await vi.waitFor(() => expect(state().status.kind).toBe('failed'));
  });

  it('forgets a model that was closed or replaced while it opened', async () => {
    const first = open(await handleOf(model));
    const second = open(await handleOf(aModel({ inputs: { x: 'float32[1]' }, outputs: { x: 'float32[1]' } })));
    await Promise.all([first, second]);
    expect(state().map?.scene.count).toBe(2);
    const third = open(await handleOf(model));
    close();
    await third;
    expect(state().status.kind).toBe('empty');
  });

  it('follows the arrow keys along the edges', async () => {
    await open(await handleOf(model));
    focusItem(0);
    go('down');
    expect(state().selection).toEqual({ kind: 'node', item: 2 });
    expect(press('ArrowDown')).toBe(true);
    expect(state().selection).toEqual({ kind: 'node', item: 3 });
    expect(highlightStore.getState().items.get(2)).toBe('producer');
    expect(press('Escape')).toBe(true);
    expect(state().selection).toBeNull();
    expect(press('Escape')).toBe(false);
    expect(press('q')).toBe(false);
  });

  it('enters a body and comes back to the node that holds it', async () => {
    await open(await handleOf(model));
    const holder = state().map?.scene.itemOf[2] ?? -1;
    focusItem(holder);
    await enterSelected();
    expect(state().map?.scene.scope).toHaveLength(1);
    expect(state().selection).toBeNull();
    await leave();
    expect(state().map?.scene.scope).toEqual([]);
    expect(state().selection).toEqual({ kind: 'node', item: holder });
    await enter([{ node: 2, attribute: 'else_branch', place: 0 }]);
    expect(commands().map(({ id }) => id)).toContain('graph.leave');
  });

  it('goes from a value inside a body to what makes it outside', async () => {
    await open(await handleOf(model));
    await enter([{ node: 2, attribute: 'then_branch', place: 0 }]);
    focusItem(0);
    press('Enter');
    await vi.waitFor(() => expect(state().selection).toEqual({ kind: 'node', item: 3 }));
    expect(state().map?.scene).toMatchObject({ scope: [] });
    expect(state().map?.scene.titles[state().map?.scene.titleOf[3] ?? 0]).toBe('Relu');
  });

  it('inspects what is selected, and the model where nothing is', async () => {
    await open(await handleOf(model));
    await vi.waitFor(() => expect(inspectionStore.getState().detail).toMatchObject({ kind: 'model', nodes: 3 }));
    focusItem(2);
    await vi.waitFor(() => expect(inspectionStore.getState().detail).toMatchObject({ kind: 'node', name: 'conv' }));
    await selectEdge(1);
    expect(state().selection).toEqual({ kind: 'tensor', item: 2, port: 0, value: 'a' });
    await vi.waitFor(() => expect(inspectionStore.getState().detail).toMatchObject({ kind: 'tensor', name: 'a' }));
    select({ kind: 'tensor', item: -1, port: 0, value: 'w' });
    await vi.waitFor(() => expect(inspectionStore.getState().detail).toMatchObject({ name: 'w' }));
    await countValues('w');
    expect(inspectionStore.getState().numbers).toMatchObject({ kind: 'known', statistics: { count: 108 } });
    select(null);
    await vi.waitFor(() => expect(inspectionStore.getState().numbers.kind).toBe('none'));
  });

  it('searches, and moves through what it finds in both directions', async () => {
    await open(await handleOf(model));
    openSearch();
    await search('con');
    const { result } = searchStore.getState();
    expect(result.total).toBeGreaterThan(0);
    showHit(0);
    expect(state().selection).not.toBeNull();
    showHit(-1);
    expect(searchStore.getState().active).toBe(result.hits.length - 1);
    press('Escape');
    expect(searchStore.getState().open).toBe(false);
    closeSearch();
    await search('');
    expect(searchStore.getState()).toMatchObject({ active: -1, result: { total: 0 } });
  });

  it('goes to the first hit of what was typed where Enter was quicker than the search', async () => {
    await open(await handleOf(model));
    const found = search('relu');
    showHit(0);
    expect(state().selection).toBeNull();
    await found;
    expect(searchStore.getState().active).toBe(0);
    expect(state().selection).not.toBeNull();
    select(null);
    const first = search('con');
    showHit(0);
    // Typed on: what was asked for before is not meant any more.
    await Promise.all([first, search('conv')]);
    expect(searchStore.getState()).toMatchObject({ query: 'conv', active: -1 });
    expect(state().selection).toBeNull();
    await search('');
  });

  it('previews fusions for a target and shows their groups in the main graph only', async () => {
    const preview = vi.fn((target: string) => Promise.resolve({ ...report, target }));
    await open(await handleOf(model, { preview }));
    toggleFusions(true);
    await vi.waitFor(() => expect(fusionStore.getState().view?.groups).toHaveLength(1));
    expect(fusionStore.getState().view?.groups[0]?.items).toEqual([2, 3]);
    previewFor('tensorrt@10.6', { precision: 'fp16' });
    await vi.waitFor(() => expect(fusionStore.getState().report?.target).toBe('tensorrt@10.6'));
    expect(preview).toHaveBeenLastCalledWith('tensorrt@10.6', { precision: 'fp16' });
    await enter([{ node: 2, attribute: 'then_branch', place: 0 }]);
    expect(fusionStore.getState().view).toBeNull();
    await leave();
    await vi.waitFor(() => expect(fusionStore.getState().view?.groups).toHaveLength(1));
    toggleFusions(false);
    expect(fusionStore.getState().view).toBeNull();
  });

  it('keeps the reason where the host cannot predict', async () => {
    await open(await handleOf(model, { preview: () => Promise.reject(new Error('the host is away')) }));
    toggleFusions(true);
    await vi.waitFor(() => expect(fusionStore.getState().failure?.reason).toBe('the host is away'));
    expect(fusionStore.getState().busy).toBe(false);
  });
});
