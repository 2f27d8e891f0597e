// The graph as an SVG file that stands alone: for papers, reviews and tickets.

import { arrowPath, edgePath } from './edgePath.ts';
import type { FarColours } from './farColours.ts';
import { cardMetrics, shortName } from './reader/cardSize.ts';
import { type Card, isPortKind, type Scene } from './scene.ts';

export type SvgColours = Pick<FarColours, 'families' | 'onFamily' | 'edge' | 'ground' | 'portText' | 'font'> & {
  readonly card: string;
  readonly line: string;
  readonly quiet: string;
  readonly mono: string;
};

const margin = 24;
const side = 11;

/** Items without a card are drawn with their operator alone. */
export function graphSvg(scene: Scene, cards: ReadonlyMap<number, Card>, colours: SvgColours): string {
  const [width, height] = [Math.ceil(scene.width + 2 * margin), Math.ceil(scene.height + 2 * margin)];
  const edges = Array.from({ length: scene.from.length }, (_, edge) => edge);
  const lines = edges.map((edge) => edgePath(scene, edge)).join('');
  const heads = edges.map((edge) => arrowPath(scene, edge)).join('');
  const boxes = Array.from({ length: scene.count }, (_, item) => cardSvg(scene, item, cards.get(item), colours));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" font-family="${escaped(colours.font)}" font-size="11">`,
    `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="${colours.ground}"/>`,
    `<path d="${lines}" fill="none" stroke="${colours.edge}" stroke-width="1.3"/><path d="${heads}" fill="${colours.edge}"/>`,
    ...boxes,
    '</svg>\n',
  ].join('\n');
}

function cardSvg(scene: Scene, item: number, card: Card | undefined, colours: SvgColours): string {
  const [x = 0, y = 0, width = 0, height = 0] = [scene.x[item], scene.y[item], scene.widths[item], scene.heights[item]];
  const isPort = card !== undefined && isPortKind(card.kind);
  const title = card?.title ?? scene.titles[scene.titleOf[item] ?? 0] ?? '';
  const [main, aside] = isPort ? [shortName(card.name), title] : [title, shortName(card?.name ?? '')];
  const head = isPort ? colours.card : (colours.families[scene.families[item] ?? 0] ?? colours.line);
  const ink = isPort ? colours.portText : colours.onFamily;
  const box = `x="${x}" y="${y}" width="${width}" rx="6"`;
  const rows = (card?.rows ?? []).map((row, place) => {
    const words = row.map(({ label, text }) => [label, text].filter(Boolean).join(' ')).join('   ');
    const down = y + cardMetrics.header + 5 + (place + 0.72) * cardMetrics.row;
    return `<text x="${x + side}" y="${down}" font-family="${escaped(colours.mono)}" fill="${colours.portText}">${escaped(words)}</text>`;
  });
  const labels = (card?.outputs ?? []).map(({ text, offset }) =>
    text === ''
      ? ''
      : `<text x="${x + width / 2 + offset}" y="${y + height + 20}" text-anchor="middle" font-size="10.5" font-family="${escaped(colours.mono)}" fill="${colours.quiet}" stroke="${colours.ground}" stroke-width="4" paint-order="stroke">${escaped(text)}</text>`,
  );
  return [
    `<rect ${box} height="${height}" fill="${colours.card}" stroke="${colours.line}"/>`,
    `<rect ${box} height="${Math.min(height, cardMetrics.header)}" fill="${head}"/>`,
    `<text x="${x + side}" y="${y + 18}" font-size="12" font-weight="600" fill="${ink}">${escaped(main)}</text>`,
    `<text x="${x + width - side}" y="${y + 18}" text-anchor="end" fill="${ink}">${escaped(aside)}</text>`,
    ...rows,
    ...labels,
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
