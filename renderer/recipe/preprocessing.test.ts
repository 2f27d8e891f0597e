import { describe, expect, it } from 'vitest';
import { parseNumbers } from '#renderer/widgets/parse.ts';
import { derived, fits } from './preprocessing.ts';

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

describe('preprocessing that nobody stated', () => {
  it('is read off the input in both layouts', () => {
    expect(derived({ type: 'float32', shape: [1, 3, 240, 320] })).toMatchObject({
      resize: { width: 320, height: 240, fit: 'fill' },
      channels: 'rgb',
      layout: 'nchw',
      scale: 1 / 255,
    });
    expect(derived({ type: 'uint8', shape: ['batch', 28, 28, 1] })).toMatchObject({
      resize: { width: 28, height: 28 },
      channels: 'gray',
      layout: 'nhwc',
      scale: 1,
      mean: [0],
    });
  });
  it('is not guessed where the input is no image of known size', () => {
    expect(derived({ type: 'float32', shape: [1, 3, 'height', 'width'] })).toBeNull();
    expect(derived({ type: 'int64', shape: [1, 128] })).toBeNull();
    expect(derived({ type: 'float32', shape: null })).toBeNull();
  });
});
