// The fields of a preprocessing: sizes, channels, and the arithmetic on pixels.
import type { Preprocessing } from '#core/contract/data.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger, parseNumber, parseNumbers } from '#renderer/widgets/parse.ts';
import styles from './OptionsView.module.css';
import { fits } from './preprocessing.ts';

interface PreprocessingFieldsProps {
  readonly preprocessing: Preprocessing;
  readonly onChange: (preprocessing: Preprocessing) => void;
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

export function PreprocessingFields({ preprocessing, onChange }: PreprocessingFieldsProps) {
  const change = (next: Partial<Preprocessing>) => onChange({ ...preprocessing, ...next });
  const { resize } = preprocessing;
  const numbers = (label: string, key: 'mean' | 'std', hint: string) => (
    <ParsedField
      mono
      wide
      label={label}
      hint={hint}
      value={preprocessing[key] as readonly number[]}
      format={(values) => values.join(', ')}
      parse={fits(parseNumbers, preprocessing.channels, key)}
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
          value={preprocessing.channels}
          options={channelOptions}
          onChange={(channels) => change({ channels })}
        />
      </Field>
      <Field label="Layout">
        <Choice
          name="Layout"
          value={preprocessing.layout}
          options={layoutOptions}
          onChange={(layout) => change({ layout })}
        />
      </Field>
      <ParsedField
        mono
        label="Scale"
        hint="1/255 works too"
        value={preprocessing.scale}
        format={(scale) => (scale === 1 / 255 ? '1/255' : String(scale))}
        parse={parseNumber}
        onChange={(scale) => change({ scale })}
      />
      {numbers('Mean', 'mean', 'one a channel')}
      {numbers('Standard deviation', 'std', 'one a channel, not 0')}
    </div>
  );
}
