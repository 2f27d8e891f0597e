import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueue } from './queue.ts';

describe('the queue', () => {
  it('runs each device’s work one at a time and in order, whatever the durations', async () => {
    const work = fc.array(fc.record({ device: fc.constantFrom('cpu', 'gpu'), turns: fc.nat(5) }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(work, async (list) => {
        const queue = createQueue();
        const running = new Set<string>();
        const started: number[] = [];
        const all = list.map(
          ({ device, turns }, index) =>
            new Promise<void>((done) => {
              queue.add(String(index), device, async () => {
                expect(running.has(device)).toBe(false);
                running.add(device);
                started.push(index);
                for (let count = 0; count < turns; count += 1) await turn();
                running.delete(device);
                done();
              });
            }),
        );
        await Promise.all(all);
        for (const device of ['cpu', 'gpu']) {
          const ofDevice = started.filter((index) => list[index]?.device === device);
          expect(ofDevice).toEqual(ofDevice.toSorted((a, b) => a - b));
        }
        expect(started).toHaveLength(list.length);
      }),
      { numRuns: 50 },
    );
  });

  it('goes on after work that failed', async () => {
    const queue = createQueue();
    queue.add('a', 'cpu', () => Promise.reject(new Error('lost')).catch(() => undefined));
    await new Promise<void>((done) => {
      queue.add('b', 'cpu', async () => done());
    });
  });

  it('gives back what has not started, and only that', async () => {
    const queue = createQueue();
    const ran: string[] = [];
    const gate = Promise.withResolvers<void>();
    queue.add('first', 'cpu', () => gate.promise);
    queue.add('second', 'cpu', async () => void ran.push('second'));
    queue.add('third', 'cpu', async () => void ran.push('third'));
    expect([
      queue.withdraw('first'),
      queue.withdraw('second'),
      queue.withdraw('second'),
      queue.withdraw('none'),
    ]).toEqual([false, true, false, false]);
    gate.resolve();
    await turn();
    await turn();
    expect(ran).toEqual(['third']);
  });

  it('starts work without a device at once', () => {
    const queue = createQueue();
    const ran: string[] = [];
    queue.add('busy', 'cpu', () => new Promise(() => undefined));
    queue.add('parent', null, async () => void ran.push('parent'));
    expect(ran).toEqual(['parent']);
  });
});
