import { describe, expect, it } from 'vitest';
import { parseInteger, parseNames, parseNumber, parseNumbers } from './parse.ts';

describe('form fields', () => {
  it('take whole numbers within bounds', () => {
    expect(parseInteger(0, 64)(' 8 ')).toEqual({ value: 8 });
    expect(parseInteger(1)('1,024')).toEqual({ value: 1024 });
    expect(parseInteger(0, 64)('65')).toEqual({ error: 'Between 0 and 64.' });
    expect(parseInteger(1)('0')).toEqual({ error: 'At least 1.' });
    expect(parseInteger(0)('2.5')).toEqual({ error: '“2.5” is not a whole number.' });
    expect(parseInteger(0)('')).toEqual({ error: '“” is not a whole number.' });
  });
  it('take a fraction as people write the scale of pixels', () => {
    expect(parseNumber('1/255')).toEqual({ value: 1 / 255 });
    expect(parseNumber('1/0')).toEqual({ error: '“1/0” is not a number.' });
    expect(parseNumber('-2e-3')).toEqual({ value: -0.002 });
  });
  it('take lists with or without brackets', () => {
    expect(parseNumbers('[0.485, 0.456 0.406]')).toEqual({ value: [0.485, 0.456, 0.406] });
    expect(parseNumbers('1, x')).toEqual({ error: '“x” is not a number.' });
    expect(parseNumbers(' ')).toEqual({ error: 'At least one number.' });
  });
  it('take names once each', () => {
    expect(parseNames('/conv1/Conv, Softmax\n/conv1/Conv,')).toEqual({ value: ['/conv1/Conv', 'Softmax'] });
  });
});
