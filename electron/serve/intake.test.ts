import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntake } from './intake.ts';

function anIntake(isFull = () => false) {
  const delivered: unknown[] = [];
  let paused = 0;
  const intake = createIntake({
    deliver: (frame) => delivered.push(frame),
    isFull,
    pause: () => {
      paused += 1;
    },
    resume: () => {
      paused -= 1;
    },
  });
  return { intake, delivered, isPaused: () => paused === 1 };
}

describe('the intake', () => {
  it('delivers everything once and in order, with at most eight unanswered, and reads on when none waits', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (steps) => {
        const { intake, delivered, isPaused } = anIntake();
        let sent = 0;
        let answered = 0;
        for (const isRequest of steps) {
          if (isRequest) intake.take({ id: sent++ });
          else if (answered < delivered.length) intake.answered(answered++);
          expect(delivered.length - answered).toBeLessThanOrEqual(8);
          expect(isPaused()).toBe(delivered.length < sent);
        }
        while (answered < delivered.length) intake.answered(answered++);
        expect(delivered).toEqual(Array.from({ length: sent }, (_, id) => ({ id })));
      }),
    );
  });

  it('never waits for those who wait for a job', () => {
    const { intake, delivered } = anIntake();
    for (let id = 0; id < 100; id += 1) intake.take({ id, call: 'job.result' });
    intake.take({ id: 100, call: 'job.cancel' });
    expect(delivered).toHaveLength(101);
  });

  it('holds everything back while too much waits to be sent', () => {
    let full = true;
    const { intake, delivered } = anIntake(() => full);
    intake.take({ id: 1 });
    expect(delivered).toEqual([]);
    full = false;
    intake.pump();
    expect(delivered).toEqual([{ id: 1 }]);
  });

  it('counts frames that are nothing until they are answered, and ignores answers to nobody', () => {
    const { intake, delivered } = anIntake();
    for (let index = 0; index < 10; index += 1) intake.take(undefined);
    intake.answered(77);
    expect(delivered).toHaveLength(8);
    intake.answered(-1);
    expect(delivered).toHaveLength(9);
  });
});
