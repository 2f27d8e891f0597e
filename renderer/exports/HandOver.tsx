// A button, and the panel behind it that hands builds over to other engines and schedulers, or as a program.
import { Dialog } from '@base-ui/react/dialog';
import { PackageOpen } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Batching } from '#core/contract/serving.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './HandOver.module.css';
import { HandOverPanel } from './HandOverPanel.tsx';

interface HandOverProps {
  readonly builds: readonly BuildRecord[];
  /** As a deployment would have it; the defaults where not given. */
  readonly batching?: Batching;
  readonly className?: string | undefined;
}

export function HandOver({ builds, batching, className }: HandOverProps) {
  return (
    <Dialog.Root>
      <Dialog.Trigger
        render={<Button icon={<PackageOpen aria-hidden />} className={className} />}
        disabled={builds.length === 0}
      >
        Hand over
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <HandOverPanel builds={builds} batching={batching} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
