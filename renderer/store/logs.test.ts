import { describe, expect, it } from 'vitest';
import { createLogStore, longestLog } from './logs.ts';

describe('the logs', () => {
  it('follow a log that has been loaded', () => {
    const store = createLogStore();
    store.getState().append('a', ['late']);
    expect(store.getState().logs.a).toEqual({ lines: ['late'], loaded: false });
    store.getState().load('a', ['first', 'late']);
    store.getState().append('a', ['next']);
    expect(store.getState().logs.a).toEqual({ lines: ['first', 'late', 'next'], loaded: true });
  });

  it('let the oldest lines go', () => {
    const store = createLogStore();
    store.getState().append(
      'a',
      Array.from({ length: longestLog }, (_, index) => String(index)),
    );
    store.getState().append('a', ['last']);
    const lines = store.getState().logs.a?.lines ?? [];
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([longestLog, '1', 'last']);
  });

  it('want to be loaded again after a lost connection', () => {
    const store = createLogStore();
    store.getState().load('a', ['first']);
    store.getState().forget();
    expect(store.getState().logs.a).toEqual({ lines: ['first'], loaded: false });
  });
});
