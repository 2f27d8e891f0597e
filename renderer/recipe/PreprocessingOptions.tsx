// How an image becomes the model's input, editable, with samples before and after at once.
import { RotateCcw } from 'lucide-react';
import type { Preprocessing } from '#core/contract/data.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useDataSet } from '#renderer/store/selection.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger, parseNumber, parseNumbers } from '#renderer/widgets/parse.ts';
import styles from './OptionsView.module.css';
import { fits, startingPoint } from './preprocessing.ts';
import { SampleStrip } from './SampleStrip.tsx';

export function PreprocessingOptions({ model }: { readonly model: ModelRef }) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const { calibration } = form.options;
  const data = useDataSet(form.calibration);
  const stated = calibration.preprocessing;
  const shown = stated ?? data?.preprocessing ?? null;
  const write = (preprocessing: Preprocessing | null) =>
    changeOptions(model, { calibration: { ...calibration, preprocessing } });
  if (data && data.kind !== 'images') {
    return <p className={styles.note}>{data.name} holds arrays: they go into the model as they are.</p>;
  }
  if (!shown) {
    return (
      <>
        <p className={styles.note}>
          No preprocessing.json lies with the data: size and layout come from the model’s input, pixels are divided by
          255. Mean and standard deviation matter for accuracy; set them if the model was trained with some.
        </p>
        <Button onClick={() => write(startingPoint)}>Set it here</Button>
      </>
    );
  }
  const change = (next: Partial<Preprocessing>) => write({ ...shown, ...next });
  const { resize } = shown;
  const numbers = (label: string, key: 'mean' | 'std', hint: string) => (
    <ParsedField
      mono
      wide
      label={label}
      hint={hint}
      value={shown[key] as readonly number[]}
      format={(values) => values.join(', ')}
      parse={fits(parseNumbers, shown.channels, key)}
      onChange={(values) => change({ [key]: [...values] })}
    />
  );
  const size = (label: string, key: 'width' | 'height') => (
    <ParsedField
      label={label}
      value={resize[key]}
      format={String}
      parse={parseInteger(1, 16384)}
      onChange={(value) => change({ resize: { ...resize, [key]: value } })}
    />
  );
  return (
    <>
      <p className={styles.note}>
        x = (pixel · scale − mean) / std for each channel, after resizing.{' '}
        {stated ? 'Set here.' : 'Found in preprocessing.json with the data.'}{' '}
        {stated && (
          <Button look="quiet" icon={<RotateCcw />} onClick={() => write(null)}>
            Forget
          </Button>
        )}
      </p>
      <div className={styles.fields}>
        {size('Width', 'width')}
        {size('Height', 'height')}
        <Field label="Fit">
          <Choice
            name="Fit"
            value={resize.fit}
            options={fitOptions}
            onChange={(fit) => change({ resize: { ...resize, fit } })}
          />
        </Field>
        <Field label="Channels">
          <Choice
            name="Channels"
            value={shown.channels}
            options={channelOptions}
            onChange={(channels) => change({ channels })}
          />
        </Field>
        <Field label="Layout">
          <Choice
            name="Layout"
            value={shown.layout}
            options={layoutOptions}
            onChange={(layout) => change({ layout })}
          />
        </Field>
        <ParsedField
          mono
          label="Scale"
          hint="1/255 works too"
          value={shown.scale}
          format={(scale) => (scale === 1 / 255 ? '1/255' : String(scale))}
          parse={parseNumber}
          onChange={(scale) => change({ scale })}
        />
        {numbers('Mean', 'mean', 'one a channel')}
        {numbers('Standard deviation', 'std', 'one a channel, not 0')}
      </div>
      {data && <SampleStrip data={data} preprocessing={shown} />}
    </>
  );
}

const fitOptions = [
  { value: 'fill', label: 'Fill', detail: 'Stretches' },
  { value: 'cover', label: 'Cover', detail: 'Crops the middle' },
  { value: 'contain', label: 'Contain', detail: 'Pads with black' },
] as const;
const channelOptions = [
  { value: 'rgb', label: 'RGB' },
  { value: 'bgr', label: 'BGR' },
  { value: 'gray', label: 'Grey' },
] as const;
const layoutOptions = [
  { value: 'nchw', label: 'NCHW' },
  { value: 'nhwc', label: 'NHWC' },
] as const;
