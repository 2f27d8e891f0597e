// A load in one line: what was put under it, over which protocol, with what.
import type { LoadReport } from '#core/contract/load.ts';
import { counted } from '#renderer/format/format.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';

/** `FP32 and INT8, 4 variants, HTTP, made-up requests`; `the deployment shapes, gRPC, photos`. */
export function reportText({ variants, protocol, data, modelName }: LoadReport): string {
  const served = [...new Set(variants.flatMap((variant) => variant.served ?? []))];
  const precisions = [...new Set(variants.map(({ precision }) => (precision ? precisionNames[precision] : modelName)))];
  const what = served.length > 0 ? `${served.join(', ')} as deployed` : precisions.join(', ');
  return [
    what,
    ...(variants.length > 1 ? [counted(variants.length, 'variant')] : []),
    protocol === 'http' ? 'HTTP' : 'gRPC',
    data ?? 'made-up requests',
  ].join(' · ');
}
