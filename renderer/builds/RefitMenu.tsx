// Where the new weights of an engine come from: a model that is open, or a file.
import { Menu } from '@base-ui/react/menu';
import { Weight } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import { refit, refitFromFile } from '#renderer/actions/refit.ts';
import styles from '#renderer/compare/ExportMenu.module.css';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';

/** So many that the menu stays short; others are chosen as files. */
const most = 8;

export function RefitMenu({ build }: { readonly build: BuildRecord }) {
  const models = useSlice(sessionStore, ({ session }) => session.models);
  const others = models.filter(({ id }) => id !== build.model).slice(0, most);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={styles.trigger}>
        <Weight aria-hidden /> Refit
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.place} align="start" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            {others.map((model) => (
              <Menu.Item key={model.id} className={styles.item} onClick={() => void refit(build, model)}>
                With the weights of {model.name}
              </Menu.Item>
            ))}
            <Menu.Item className={styles.item} onClick={() => void refitFromFile(build)}>
              With the weights of a file…
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
