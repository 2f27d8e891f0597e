import { describe, expect, it } from 'vitest';
import { startPhases } from './phases.ts';

function clock(start: number) {
  let time = start;
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

describe('phases of a build', () => {
  it('follow each other without a gap, from the moment that the job began', () => {
    const { now, pass } = clock(1000);
    const phases = startPhases('starting', 400, now);
    pass(5);
    phases.enter('reading');
    pass(20);
    phases.enter('building');
    pass(300);
    expect(phases.phases()).toEqual([
      { name: 'starting', ms: 605 },
      { name: 'reading', ms: 20 },
      { name: 'building', ms: 300 },
    ]);
  });
  it('count on where they are entered again', () => {
    const { now, pass } = clock(0);
    const phases = startPhases('a', 0, now);
    pass(1);
    phases.enter('b');
    pass(2);
    phases.enter('a');
    pass(4);
    expect(phases.phases()).toEqual([
      { name: 'a', ms: 5 },
      { name: 'b', ms: 2 },
    ]);
  });
  it('are divided by what another process tells, and the sum stays', () => {
    const { now, pass } = clock(0);
    const phases = startPhases('asking', 0, now);
    pass(100);
    phases.divide([
      { name: 'parsing', ms: 30 },
      { name: 'building', ms: 60.5 },
    ]);
    pass(2);
    expect(phases.phases()).toEqual([
      { name: 'asking', ms: 11.5 },
      { name: 'parsing', ms: 30 },
      { name: 'building', ms: 60.5 },
    ]);
    phases.divide([{ name: 'more than there was', ms: 1000 }]);
    expect(phases.phases().reduce((sum, { ms }) => sum + ms, 0)).toBe(102);
  });
});
