// Whether a build held the bounds that were set for it.
import { Check, X } from 'lucide-react';
import type { GateVerdict } from '#core/contract/acceptance.ts';
import styles from './GateBadge.module.css';
import { Tip } from './Tip.tsx';

/** Nothing where no bound was set. */
export function GateBadge({ gate }: { readonly gate: GateVerdict | null | undefined }) {
  if (!gate) return null;
  const text = gate.passed ? 'It holds its bounds.' : gate.reasons.join(' ');
  return (
    <Tip text={text}>
      <span className={styles.badge} data-passed={gate.passed}>
        {gate.passed ? <Check aria-hidden /> : <X aria-hidden />}
        {gate.passed ? 'holds' : 'failed'}
      </span>
    </Tip>
  );
}
