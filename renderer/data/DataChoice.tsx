// Which data set to use: one that the host knows, or a new folder or file.
import { Menu } from '@base-ui/react/menu';
import { FileInput, FolderInput, Plus } from 'lucide-react';
import type { DataSet } from '#core/contract/data.ts';
import { chooseData } from '#renderer/actions/importData.ts';
import { counted } from '#renderer/format/format.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import styles from './DataChoice.module.css';

interface DataChoiceProps {
  readonly name: string;
  /** A data set's id. */
  readonly value: string | null;
  /** What choosing nothing means here. */
  readonly none: string;
  readonly onChange: (data: string | null) => void;
}

/** No data set has this id. */
const noneValue = '';

export function DataChoice({ name, value, none, onChange }: DataChoiceProps) {
  const sets = useSlice(sessionStore, ({ session }) => session.data);
  const add = async (what: 'folder' | 'file') => {
    const data = await chooseData(what);
    if (data) onChange(data.id);
  };
  const known = sets.some(({ id }) => id === value);
  return (
    <div className={styles.row}>
      <Choice
        name={name}
        value={known && value !== null ? value : noneValue}
        options={[{ value: noneValue, label: none }, ...sets.map(optionOf)]}
        onChange={(id) => onChange(id === noneValue ? null : id)}
      />
      <Menu.Root modal={false}>
        <Menu.Trigger className={styles.add} aria-label={`Add data for ${name.toLowerCase()}`}>
          <Plus />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={styles.place} align="end" sideOffset={4}>
            <Menu.Popup className={styles.popup}>
              <Menu.Item className={styles.item} onClick={() => void add('folder')}>
                <FolderInput aria-hidden /> A folder of images or .npy files…
              </Menu.Item>
              <Menu.Item className={styles.item} onClick={() => void add('file')}>
                <FileInput aria-hidden /> One .npy or .npz file…
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

const optionOf = ({ id, name, path, samples, classes }: DataSet) => ({
  value: id,
  label: `${name} – ${counted(samples, 'sample')}`,
  detail: `${classes ? `${counted(classes.length, 'class', 'classes')}, ` : ''}${path}`,
});
