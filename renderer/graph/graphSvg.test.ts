import { describe, expect, it } from 'vitest';
import { graphSvg } from './graphSvg.ts';
import { families } from './scene.ts';
import { aMap } from './testing/aMap.ts';

const colours = {
  families: families.map(() => '#123456'),
  onFamily: '#fff',
  edge: '#888',
  ground: '#eee',
  portText: '#000',
  font: 'Inter, "Segoe UI"',
  card: '#fff',
  line: '#ccc',
  quiet: '#444',
  mono: 'monospace',
};

describe('graphSvg', () => {
  const { scene } = aMap(3, [
    [0, 1],
    [1, 2],
  ]);
  const card = {
    item: 1,
    kind: 'operator',
    title: 'Conv',
    name: 'a<b & "c"',
    family: 'convolution',
    rows: [[{ label: 'W', text: '⟨1×3⟩', value: 'w' }]],
    outputs: [{ value: 'y', text: '1×64', offset: 0 }],
    inside: [],
  } as const;
  const svg = graphSvg(scene, new Map([[1, card]]), colours);

  it('draws every item and edge, with the words of the cards that are known', () => {
    expect(svg.match(/<text[^>]*font-weight/g)).toHaveLength(3);
    expect(svg.match(/M[\d.]+ [\d.]+L/g)?.length).toBeGreaterThanOrEqual(2);
    expect(svg).toContain('W ⟨1×3⟩');
    expect(svg).toContain('>1×64<');
  });

  it('writes names so that they stay text', () => {
    expect(svg).toContain('a&lt;b &amp; &quot;c&quot;');
    expect(svg).not.toContain('a<b');
    expect(svg).toContain('font-family="Inter, &quot;Segoe UI&quot;"');
  });

  it('states a size that holds the whole graph', () => {
    const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
    expect(width).toBeGreaterThan(scene.width);
    expect(height).toBeGreaterThan(scene.height);
  });
});
