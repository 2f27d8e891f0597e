import { describe, expect, it } from 'vitest';
import { parseNumbers } from '#renderer/widgets/parse.ts';
import { fits } from './preprocessing.ts';

describe('mean and standard deviation', () => {
  it('have one number a channel, or one for all', () => {
    expect(fits(parseNumbers, 'rgb', 'mean')('0.485, 0.456, 0.406')).toEqual({ value: [0.485, 0.456, 0.406] });
    expect(fits(parseNumbers, 'bgr', 'mean')('0.5')).toEqual({ value: [0.5, 0.5, 0.5] });
    expect(fits(parseNumbers, 'gray', 'mean')('0.5')).toEqual({ value: [0.5] });
    expect(fits(parseNumbers, 'gray', 'mean')('0.5, 0.5')).toEqual({ error: 'GRAY has 1 channel.' });
  });
  it('never divide by zero', () => {
    expect(fits(parseNumbers, 'rgb', 'std')('1, 0, 1')).toEqual({ error: 'A standard deviation is not 0.' });
    expect(fits(parseNumbers, 'rgb', 'mean')('0, 0, 0')).toEqual({ value: [0, 0, 0] });
  });
});
