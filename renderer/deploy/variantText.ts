// A variant of a load in words, naming only what differs within its report.
import type { LoadReport, LoadVariant } from '#core/contract/load.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';

/** `INT8`, `INT8, delay 500 µs`, `INT8, 2 instances`; the target only where there are several. */
export function variantText(variant: LoadVariant, { variants }: LoadReport): string {
  const differs = (key: 'delayUs' | 'instances' | 'target') => new Set(variants.map((one) => one[key])).size > 1;
  const words: string[] = [precisionNames[variant.precision]];
  if (differs('target')) words.push(variant.target);
  if (differs('delayUs')) words.push(`delay ${variant.delayUs} µs`);
  if (differs('instances')) words.push(`${variant.instances} ${variant.instances === 1 ? 'instance' : 'instances'}`);
  return words.join(', ');
}
