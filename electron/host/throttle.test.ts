import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from './throttle.ts';

describe('a throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('lets the first value through at once and the last one always', () => {
    const sent: number[] = [];
    const gate = throttle<number>(10, (value) => sent.push(value));
    for (let value = 1; value <= 5; value += 1) gate.push(value);
    expect(sent).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([1, 5]);
    vi.advanceTimersByTime(1000);
    gate.push(6);
    expect(sent).toEqual([1, 5, 6]);
  });

  it('sends no more than its rate over any second', () => {
    const times: number[] = [];
    const gate = throttle<number>(30, () => times.push(performance.now()));
    for (let value = 0; value < 3000; value += 1) {
      gate.push(value);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(1000);
    for (const start of times)
      expect(times.filter((time) => time >= start && time < start + 1000).length).toBeLessThanOrEqual(30);
    expect(times.length).toBeGreaterThan(80);
  });

  it('sends what it holds when it is flushed, and that only once', () => {
    const sent: string[] = [];
    const gate = throttle<string>(10, (value) => sent.push(value));
    gate.push('a');
    gate.push('b');
    gate.flush();
    gate.flush();
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual(['a', 'b']);
  });
});
