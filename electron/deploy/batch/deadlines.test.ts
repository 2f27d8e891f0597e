// Who is late, and who is not told so.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeadlines, type Waiting } from './deadlines.ts';

interface One extends Waiting<One> {
  readonly name: string;
}

function one(name: string): One {
  return { name, arrived: performance.now(), older: undefined, newer: undefined };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('deadlines', () => {
  it('tell of each that is not removed in time, when its own time is over', () => {
    const late: string[] = [];
    const deadlines = createDeadlines<One>(1000, ({ name }) => late.push(name));
    const all = ['a', 'b', 'c', 'd'].map((name) => {
      vi.advanceTimersByTime(100);
      const made = one(name);
      deadlines.add(made);
      return made;
    });
    deadlines.remove(all[2] as One);
    deadlines.remove(all[2] as One);
    vi.advanceTimersByTime(690);
    expect(late).toEqual([]);
    vi.advanceTimersByTime(15);
    expect(late).toEqual(['a']);
    vi.advanceTimersByTime(100);
    expect(late).toEqual(['a', 'b']);
    vi.advanceTimersByTime(200);
    expect(late).toEqual(['a', 'b', 'd']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begin again after nothing waited, and hold nothing that is over', () => {
    const late: string[] = [];
    const deadlines = createDeadlines<One>(1000, ({ name }) => late.push(name));
    const [first, second, third] = ['a', 'b', 'c'].map(one) as [One, One, One];
    for (const waiting of [first, second, third]) deadlines.add(waiting);
    for (const done of [second, first, third]) deadlines.remove(done);
    expect([first, second, third].flatMap(({ older, newer }) => [older, newer])).toEqual(new Array(6).fill(undefined));
    vi.advanceTimersByTime(5000);
    expect(late).toEqual([]);
    const again = one('d');
    deadlines.add(again);
    vi.advanceTimersByTime(999);
    expect(late).toEqual([]);
    vi.advanceTimersByTime(10);
    expect(late).toEqual(['d']);
  });
});
