// Hands builds over to other engines and schedulers, or as a program, in one archive.
import { Menu } from '@base-ui/react/menu';
import { PackageOpen } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import { type ExportFormat, exportFormatSchema, exportTitles } from '#core/contract/export.ts';
import type { Batching } from '#core/contract/serving.ts';
import { exportBuilds } from '#renderer/actions/export.ts';
import styles from '#renderer/compare/ExportMenu.module.css';
import { classNames } from '#renderer/widgets/classNames.ts';

interface HandOverMenuProps {
  readonly builds: readonly BuildRecord[];
  readonly batching?: Batching;
  readonly className?: string | undefined;
}

/** Programs run one engine. */
const single: readonly ExportFormat[] = ['cpp', 'python'];

export function HandOverMenu({ builds, batching, className }: HandOverMenuProps) {
  const takeImages = builds.every(({ recipe }) => recipe.calibration.preprocessing !== null);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={classNames(styles.trigger, className)} disabled={builds.length === 0}>
        <PackageOpen aria-hidden /> Hand over
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.place} align="start" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            {exportFormatSchema.options.flatMap((format) => [
              <Menu.Item
                key={format}
                className={styles.item}
                disabled={builds.length > 1 && single.includes(format)}
                onClick={() => void exportBuilds(builds, format, { batching })}
              >
                {exportTitles[format]}
              </Menu.Item>,
              ...(format === 'triton' && takeImages
                ? [
                    <Menu.Item
                      key="images"
                      className={styles.item}
                      onClick={() => void exportBuilds(builds, format, { batching, images: true })}
                    >
                      {exportTitles.triton} that takes images
                    </Menu.Item>,
                  ]
                : []),
            ])}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
