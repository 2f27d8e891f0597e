// Keeps a comparison as a file.
import { Menu } from '@base-ui/react/menu';
import { Download } from 'lucide-react';
import type { CompareReport } from '#core/contract/comparison.ts';
import { platform } from '#renderer/connection/current.ts';
import { attempt } from '#renderer/store/notices.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import popup from '#renderer/widgets/Popup.module.css';
import styles from './ExportMenu.module.css';
import { exports } from './exports.ts';

export function ExportMenu({ report }: { readonly report: CompareReport }) {
  const stem = `${report.modelName.replace(/\.onnx$/i, '')}-comparison`;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<Button icon={<Download aria-hidden />} />}>Export</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.place} align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            {exports.map(({ title, extension, type, write }) => (
              <Menu.Item
                key={extension}
                className={popup.item}
                onClick={() =>
                  void attempt(() =>
                    platform.save(`${stem}.${extension}`, new TextEncoder().encode(write(report)), type),
                  )
                }
              >
                {title}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
