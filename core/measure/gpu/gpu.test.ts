import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarizeLatency } from '../latency.ts';
import { energyOf } from './energy.ts';
import { gpuSight } from './sight.ts';
import { throttleReasons } from './throttleReasons.ts';
import { gpuWarnings } from './warnings.ts';

describe('the energy of an inference', () => {
  it('is the counter’s power between its first and last step, whatever the ends of the turn miss', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 600 }),
        fc.integer({ min: 20, max: 100 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (watts, stepMs, phase) => {
          // The counter moves once a step; looks are taken each 5 ms.
          const looks = Array.from({ length: 400 }, (_, index) => {
            const ms = 5 * index;
            return { ms, energyJoules: (watts * stepMs * Math.floor((ms + phase) / stepMs)) / 1000 };
          });
          const energy = energyOf([looks, looks], 4000, 1000);
          expect(energy?.source).toBe('counter');
          // A step is seen up to a look late, at either end of at least 1.8 s.
          expect(Math.abs((energy?.watts ?? 0) / watts - 1)).toBeLessThan(0.01);
          expect(energy?.joulesPerInference).toBeCloseTo(((energy?.watts ?? 0) * 4) / 1000, 9);
        },
      ),
    );
  });

  it('falls back to the power that the card showed, and is unknown without either', () => {
    const looks = [
      { ms: 0, powerWatts: 100, energyJoules: 5 },
      { ms: 20, powerWatts: 300, energyJoules: 5 },
    ];
    expect(energyOf([looks], 1000, 10)).toEqual({ watts: 200, joulesPerInference: 20, source: 'power' });
    expect(energyOf([[{ ms: 0 }]], 1000, 10)).toBeNull();
    expect(energyOf([looks], 0, 0)).toBeNull();
  });
});

describe('what was seen of a GPU', () => {
  it('is the range of each reading that was told, and nothing of the others', () => {
    const sight = gpuSight([
      [
        { ms: 0, powerWatts: 100, celsius: 40 },
        { ms: 20, powerWatts: 150 },
      ],
      [{ ms: 0, powerWatts: 200, celsius: 44 }],
    ]);
    expect(sight?.readings).toEqual({
      powerWatts: { min: 100, mean: 150, max: 200 },
      celsius: { min: 40, mean: 42, max: 44 },
    });
    expect(sight).toMatchObject({ looks: 3, throttled: [], clocks: 'The driver does not tell its clocks.' });
    expect(gpuSight([[], []])).toBeNull();
  });

  it('tells steady clocks from moving ones, and what applications are set to', () => {
    const look = (graphicsMegahertz: number) => ({ ms: 0, graphicsMegahertz, highestGraphicsMegahertz: 1980 });
    expect(gpuSight([[look(1965), look(1980)]])?.clocks).toBe('Clocks were steady at 1980 MHz of at most 1980 MHz.');
    expect(gpuSight([[look(345), look(1980)]])?.clocks).toMatch(/moved between 345 and 1980 MHz.*nvidia-smi -lgc/);
    const set = { ...look(1500), applicationGraphicsMegahertz: 1500 };
    expect(gpuSight([[set]])?.clocks).toMatch(/applications are set to 1500 MHz/);
  });

  it('names why clocks were held back, with the share of looks that said so', () => {
    const looks = [
      { ms: 0, throttleReasons: 0x24 },
      { ms: 1 },
      { ms: 2, throttleReasons: 0x4 },
      { ms: 3, throttleReasons: 1 },
    ];
    expect(gpuSight([looks])?.throttled).toEqual([
      { reason: 'power cap', share: 2 / 3 },
      { reason: 'temperature (software)', share: 1 / 3 },
    ]);
    expect(throttleReasons(0x1)).toEqual([]);
    expect(throttleReasons(0x1fe)).toHaveLength(8);
  });
});

describe('what to mind about figures of a GPU', () => {
  const figures = (change: object = {}) => ({
    h2dMs: summarizeLatency([0.1]),
    computeMs: summarizeLatency([1, 1]),
    d2hMs: summarizeLatency([0.1]),
    enqueueMs: summarizeLatency([0.1]),
    streams: 1,
    transfers: true,
    graph: { used: false, problem: null },
    sight: null,
    energy: null,
    ...change,
  });
  it.each([
    ['nothing where all is well', {}, /^$/],
    ['that the host is in the way', { enqueueMs: summarizeLatency([0.81]) }, /bound by the host.*--cuda-graph/],
    [
      'that copying takes longer than computing',
      { h2dMs: summarizeLatency([1]) },
      /Copying inputs to the GPU takes 1\.00 ms/,
    ],
    ['that times vary', { computeMs: summarizeLatency([1, 1.2]) }, /vary by 9\.1 %/],
    ['that streams wait for each other', { streams: 2 }, /2 streams share/],
    ['why no graph was launched', { graph: { used: false, problem: 'because' } }, /No CUDA graph.*: because\./],
  ])('is %s', (_, change, words) => {
    const warnings = gpuWarnings(figures(change));
    expect(warnings.join(' ')).toMatch(words);
    expect(warnings.length).toBeLessThanOrEqual(1);
  });
  it('does not advise a graph where one was launched', () => {
    const [warning] = gpuWarnings(figures({ enqueueMs: summarizeLatency([2]), graph: { used: true, problem: null } }));
    expect(warning).toMatch(/larger batches/);
    expect(warning).not.toMatch(/cuda-graph/);
  });
});
