// The variants of one or several loads side by side, each with its answer under one bound.
import type { LoadAnswer, LoadReport, LoadVariant } from '#core/contract/load.ts';
import { answerOf } from '#core/measure/load/answer.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { shortId } from './shortId.ts';

export interface ShownVariant {
  /** Its report and its place there. */
  readonly key: string;
  /** What tells it from the others that are shown. */
  readonly name: string;
  readonly variant: LoadVariant;
  /** Under the bound asked for now, from the rates that were measured then; null where nothing was. */
  readonly answer: LoadAnswer | null;
}

export interface ShownLoads {
  readonly variants: readonly ShownVariant[];
  /** The variant with the highest rate within the bound; null: none holds. */
  readonly best: ShownVariant | null;
}

export function shownVariants(reports: readonly LoadReport[], boundMs: number): ShownLoads {
  const placed = reports.flatMap((report) => report.variants.map((variant, place) => ({ report, variant, place })));
  const names = namesOf(placed);
  const variants = placed.map(({ report, variant, place }, index): ShownVariant => {
    const answer = variant.result && answerOf(variant.result.points, boundMs);
    return { key: `${report.id} ${place}`, name: names[index] ?? '', variant, answer };
  });
  const holding = variants.filter(({ answer }) => answer?.perSecond != null);
  const best = holding.reduce<ShownVariant | null>((most, one) => (rateOf(one) > rateOf(most) ? one : most), null);
  return { variants, best };
}

function rateOf(shown: ShownVariant | null): number {
  return shown?.answer?.perSecond ?? 0;
}

/** Whether another build of its precision is among them. */
function siblings({ precision, build }: LoadVariant, placed: readonly Placed[]): boolean {
  return placed.some(({ variant }) => variant.precision === precision && (variant.build ?? build) !== build);
}

interface Placed {
  readonly report: LoadReport;
  readonly variant: LoadVariant;
}

/** `INT8`, `INT8, delay 500 µs`, `INT8 as digits, gRPC`: only what differs is said; the hour where all else is alike. */
function namesOf(placed: readonly Placed[]): readonly string[] {
  const differs = (of: (one: Placed) => unknown) => new Set(placed.map(of)).size > 1;
  const differ = {
    served: differs(({ variant }) => variant.served),
    target: differs(({ variant }) => variant.target),
    maxBatch: differs(({ variant }) => variant.maxBatch),
    delayUs: differs(({ variant }) => variant.delayUs),
    instances: differs(({ variant }) => variant.instances),
    protocol: differs(({ report }) => report.protocol),
    data: differs(({ report }) => report.data),
  };
  const names = placed.map(({ report, variant }) => {
    const { served, precision, target, maxBatch, delayUs, instances } = variant;
    const words = [precision ? precisionNames[precision] : 'Model'];
    if (differ.served && served !== null) words[0] += ` as ${served}`;
    if (variant.build !== null && siblings(variant, placed)) words.push(shortId(variant.build));
    if (differ.target) words.push(target);
    if (differ.maxBatch) words.push(`batch ${maxBatch}`);
    if (differ.delayUs) words.push(`delay ${delayUs} µs`);
    if (differ.instances) words.push(`${instances} ${instances === 1 ? 'instance' : 'instances'}`);
    if (differ.protocol) words.push(report.protocol === 'http' ? 'HTTP' : 'gRPC');
    if (differ.data) words.push(report.data ?? 'made up');
    return words.join(', ');
  });
  return names.map((name, index) => {
    const alike = names.some((other, place) => other === name && place !== index);
    return alike ? `${name}, ${new Date(placed[index]?.report.createdAt ?? 0).toLocaleTimeString('en-GB')}` : name;
  });
}
