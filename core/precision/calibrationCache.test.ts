import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalibrationCache, writeCalibrationCache } from './calibrationCache.ts';

const fixture = resolve(import.meta.dirname, '../../../shared/fixtures/tensorrt-10.6-h100/resnet50-calibration.cache');

describe('calibration.cache', () => {
  it.skipIf(!existsSync(fixture))(
    'is read and written back as TensorRT 10.6 wrote it (skipped without the fixture)',
    () => {
      const text = readFileSync(fixture, 'utf8');
      const cache = readCalibrationCache(text);
      expect(cache).toMatchObject({ version: '100600', algorithm: 'EntropyCalibration2' });
      // The input was standard normal: its scale is about 2 / 127.
      expect(cache.scales[0]?.tensor).toBe('x');
      expect((cache.scales[0]?.scale ?? 0) * 127).toBeCloseTo(2.05, 1);
      expect(writeCalibrationCache(cache)).toBe(text);
    },
  );

  it('keeps names with colons, and drops leading zeros', () => {
    const cache = { version: '8601', algorithm: 'MinMaxCalibration', scales: [{ tensor: 'a: b', scale: 0 }] };
    expect(writeCalibrationCache(cache)).toBe('TRT-8601-MinMaxCalibration\na: b: 0\n');
    expect(readCalibrationCache('TRT-8601-MinMaxCalibration\na: b: 0\n')).toEqual(cache);
  });

  it('gives every scale back', () => {
    const tensor = fc.string({ unit: fc.constantFrom('a', ':', ' ', '/', '.') });
    const scales = fc.array(fc.record({ tensor, scale: fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }) }));
    fc.assert(
      fc.property(scales, (given) => {
        const plain = given.map(({ tensor, scale }) => ({ tensor, scale: scale + 0 }));
        const cache = { version: '101401', algorithm: 'EntropyCalibration2', scales: plain };
        expect(readCalibrationCache(writeCalibrationCache(cache))).toEqual(cache);
      }),
    );
  });

  it('names the line that it cannot read', () => {
    expect(() => readCalibrationCache('x 1.5\n')).toThrow(/'x 1\.5' is not the first line/);
    expect(() => readCalibrationCache('TRT-8601-EntropyCalibration2\nx: 3c84181200\n')).toThrow(/line 2/);
  });
});
