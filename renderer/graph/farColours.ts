// The theme's colours as a canvas needs them: values, read once a theme.
import type { Mark } from './marks.ts';
import { families } from './scene.ts';

export interface FarColours {
  readonly families: readonly string[];
  readonly fusions: readonly string[];
  /** The colour of a heat mark. */
  readonly heat: (name: string) => string;
  readonly lit: string;
  readonly onFamily: string;
  readonly port: string;
  readonly portText: string;
  readonly edge: string;
  readonly accent: string;
  readonly marks: Readonly<Record<Mark, string>>;
  readonly ground: string;
  readonly font: string;
}

export function farColours(element: Element): FarColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const known = new Map<string, string>();
  return {
    families: families.map((family) => read(`--family-${family}`)),
    fusions: Array.from({ length: 8 }, (_, place) => read(`--fusion-${place}`)),
    heat: (name) => {
      const found = known.get(name) ?? read(`--${name}`);
      known.set(name, found);
      return found;
    },
    lit: read('--warning'),
    onFamily: read('--on-family'),
    port: read('--port'),
    portText: read('--text'),
    edge: read('--edge'),
    accent: read('--accent'),
    marks: { added: read('--mark-added'), removed: read('--mark-removed'), changed: read('--mark-changed') },
    ground: read('--graph-ground'),
    font: read('--font-ui'),
  };
}
