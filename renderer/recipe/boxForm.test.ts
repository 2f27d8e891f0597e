import { describe, expect, it } from 'vitest';
import { boxFormSchema } from '#core/contract/acceptance.ts';
import type { Port } from '#core/contract/inspect.ts';
import { anEvaluation } from '#core/testing/aComparison.ts';
import { boxSummary, firstForm, mayHoldBoxes } from './boxForm.ts';

const port = (name: string, ...shape: (number | string)[]): Port => ({ name, type: 'float32', shape });

describe('the form of boxes', () => {
  it('is asked for where outputs may be a detector’s, and of no classifier', () => {
    expect(mayHoldBoxes([port('scores', 1, 4420, 2), port('boxes', 1, 4420, 4)])).toBe(true);
    expect(mayHoldBoxes([port('output0', 1, 84, 8400)])).toBe(true);
    expect(mayHoldBoxes([port('boxes', 'count', 4), port('labels', 'count')])).toBe(true);
    expect(mayHoldBoxes([port('logits', 1, 4)])).toBe(false);
    expect(mayHoldBoxes([port('image', 1, 3, 224, 224)])).toBe(false);
  });

  it('begins with what was read off the outputs last, else with the output of four numbers', () => {
    const outputs = [port('scores', 1, 4420, 2), port('boxes', 1, 4420, 4)];
    expect(firstForm('model', outputs, [])).toMatchObject({
      boxes: 'boxes',
      scores: 'scores',
      form: 'corners',
      background: true,
    });
    const form = boxFormSchema.parse({ boxes: 'boxes', scores: 'scores', form: 'center', threshold: 0.3 });
    const figures = { boxes: 3, lost: 0, extra: 0, meanIou: 1, lowestIou: 1 };
    const evaluation = anEvaluation('one', { boxes: { form, guessed: true, ...figures } });
    const report = { model: 'model', evaluations: [evaluation] };
    expect(firstForm('model', outputs, [report])).toEqual(form);
    expect(firstForm('other', outputs, [report]).form).toBe('corners');
    expect(boxSummary(form)).toBe('x y width height, score ≥ 0.3, overlap ≤ 0.5');
    expect(boxSummary(null)).toBe('read off the outputs');
  });
});
