// Chooses a format and its options, shows every file that it would write, and saves them as one archive.
import { Dialog } from '@base-ui/react/dialog';
import { Download, X } from 'lucide-react';
import { useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import { type ExportFormat, exportFormatSchema, exportOptionsSchema, exportTitles } from '#core/contract/export.ts';
import type { Batching } from '#core/contract/serving.ts';
import { exportBuilds } from '#renderer/actions/export.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import { ExportFields } from './ExportFields.tsx';
import { ExportPreview } from './ExportPreview.tsx';
import styles from './HandOver.module.css';
import { useExportPreview } from './useExportPreview.ts';

interface HandOverPanelProps {
  readonly builds: readonly BuildRecord[];
  readonly batching: Batching | undefined;
}

/** Programs run one engine. */
const single: readonly ExportFormat[] = ['cpp', 'python'];

export function HandOverPanel({ builds, batching }: HandOverPanelProps) {
  const [format, setFormat] = useState<ExportFormat>('triton');
  const [options, setOptions] = useState(() => exportOptionsSchema.parse(batching ? { batching } : {}));
  const [saving, setSaving] = useState(false);
  const seen = useExportPreview(builds, format, options);
  const save = async () => {
    setSaving(true);
    await exportBuilds(builds, format, options);
    setSaving(false);
  };
  return (
    <>
      <header className={styles.head}>
        <Dialog.Title className={styles.title}>Hand over</Dialog.Title>
        <Dialog.Close render={<IconButton name="Close" icon={<X />} />} />
      </header>
      <div className={styles.body}>
        <div className={styles.fields}>
          <Field label="As">
            <Choice
              name="Format"
              value={format}
              options={exportFormatSchema.options.map((one) => ({
                value: one,
                label: exportTitles[one],
                disabled: builds.length > 1 && single.includes(one),
              }))}
              onChange={setFormat}
            />
          </Field>
          <ExportFields
            format={format}
            options={options}
            takesImages={builds.every(({ recipe }) => recipe.calibration.preprocessing !== null)}
            onChange={(change) => setOptions({ ...options, ...change })}
          />
          <Button
            look="primary"
            icon={<Download />}
            disabled={saving || seen?.kind !== 'preview'}
            onClick={() => void save()}
          >
            {saving ? 'Packing…' : 'Download'}
          </Button>
        </div>
        <div className={styles.seen}>
          {seen === null && <Waiting text="Looking at what it will hold" />}
          {seen?.kind === 'failure' && <FailureNote failure={seen.failure} />}
          {seen?.kind === 'preview' && <ExportPreview preview={seen.preview} />}
        </div>
      </div>
    </>
  );
}
