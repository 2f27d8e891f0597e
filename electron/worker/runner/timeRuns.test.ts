import { describe, expect, it } from 'vitest';
import { timeRuns } from './timeRuns.ts';

function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('timeRuns', () => {
  it('goes on until time and iterations are both reached', async () => {
    const byTime = await timeRuns(() => busy(1), { ms: 30, iterations: 1 });
    expect(byTime.wallMs).toBeGreaterThanOrEqual(30);
    const byCount = await timeRuns(() => busy(0.1), { ms: 0, iterations: 100 });
    expect(byCount.latencies).toHaveLength(100);
  });

  it('times each call alone, and leaves what happens between them out of the wall time', async () => {
    let turns = 0;
    const slowTurn = setInterval(() => {
      turns += 1;
      busy(20);
    }, 0);
    const timed = await timeRuns(() => busy(0.2), { ms: 0, iterations: 640 });
    clearInterval(slowTurn);
    expect(turns).toBeGreaterThan(3);
    const sum = timed.latencies.reduce((total, value) => total + value, 0);
    expect(timed.wallMs).toBeGreaterThanOrEqual(sum);
    // Each turn took 20 ms; a tenth of them would show.
    expect(timed.wallMs - sum).toBeLessThan(turns * 10);
    expect(Math.min(...timed.latencies)).toBeGreaterThanOrEqual(0.2);
  });
});
