// The model's name, and behind it the models opened before.
import { Menu } from '@base-ui/react/menu';
import { Box, ChevronsUpDown, FlaskConical, FolderOpen, ListX } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import { forgetModel } from '#renderer/actions/home.ts';
import { chooseModel, openKnownModel } from '#renderer/actions/openModel.ts';
import { ago, bytes } from '#renderer/format/format.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { viewStore } from '#renderer/store/view.ts';
import { Spoken } from '#renderer/widgets/Spoken.tsx';
import { shortcutText } from './keys.ts';
import styles from './ModelMenu.module.css';

const recentModels = 12;

/** Where the host keeps what was sent to it: a path that says nothing to people. */
const uploaded = /[\\/]uploads[\\/][0-9a-f-]{36}[\\/]/;

function placeOf({ sample, path, openedAt }: ModelRef, now: number): string {
  if (sample) return 'Bundled sample';
  return uploaded.test(path) ? `Uploaded, opened ${ago(openedAt, now)}` : path;
}

export function ModelMenu() {
  const handle = useSlice(openedModelStore, (opened) => opened.handle);
  const selected = useSlice(viewStore, ({ model }) => model);
  const models = useSlice(sessionStore, ({ session }) => session.models.slice(0, recentModels));
  const current = models.find(({ id, sample }) => id === selected && !sample);
  const now = useNow(false);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={styles.trigger}>
        <Spoken>Model:</Spoken>
        <span className={handle ? styles.name : styles.none}>{handle?.name ?? 'No model open'}</span>
        {handle && <span className={styles.size}>{bytes(handle.source.size)}</span>}
        <ChevronsUpDown aria-hidden className={styles.arrow} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.place} align="start" sideOffset={6}>
          <Menu.Popup className={styles.popup}>
            {models.length > 0 && (
              <Menu.Group>
                <Menu.GroupLabel className={styles.group}>Models</Menu.GroupLabel>
                {models.map((model) => (
                  <Menu.Item
                    key={model.id}
                    className={styles.item}
                    data-current={model.id === selected || undefined}
                    onClick={() => openKnownModel(model)}
                  >
                    {model.sample ? <FlaskConical aria-hidden /> : <Box aria-hidden />}
                    <span className={styles.words}>
                      {model.name}
                      <span className={styles.path}>{placeOf(model, now)}</span>
                    </span>
                    <span className={styles.size}>{bytes(model.bytes)}</span>
                  </Menu.Item>
                ))}
                <Menu.Separator className={styles.rule} />
              </Menu.Group>
            )}
            <Menu.Item className={styles.item} onClick={() => void chooseModel()}>
              <FolderOpen aria-hidden />
              <span className={styles.words}>Open a model…</span>
              <kbd className={styles.size}>{shortcutText('Mod+O')}</kbd>
            </Menu.Item>
            {current && (
              <Menu.Item className={styles.item} onClick={() => void forgetModel(current)}>
                <ListX aria-hidden />
                <span className={styles.words}>Take {current.name} off the list</span>
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
