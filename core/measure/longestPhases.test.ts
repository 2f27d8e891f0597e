import { describe, expect, it } from 'vitest';
import { longestPhases } from './longestPhases.ts';

describe('the longest phases of a build', () => {
  it('are told until nine tenths of its time are, the longest first', () => {
    const phases = [
      { name: 'starting', ms: 5 },
      { name: 'building', ms: 80 },
      { name: 'hashing', ms: 4 },
      { name: 'looking at layers', ms: 11 },
    ];
    expect(longestPhases(phases).map(({ name }) => name)).toEqual(['building', 'looking at layers']);
    expect(longestPhases(phases.slice(0, 1))).toHaveLength(1);
  });
  it('are none of a record that does not say', () => {
    expect(longestPhases([])).toEqual([]);
    expect(longestPhases([{ name: 'starting', ms: 0 }])).toEqual([]);
  });
});
