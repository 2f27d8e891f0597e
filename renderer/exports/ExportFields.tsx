// What can be said about an export in its format.
import type { ExportFormat, ExportOptions } from '#core/contract/export.ts';
import { exportOptionsSchema } from '#core/contract/export.ts';
import { type Parsed, ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseNames } from '#renderer/widgets/parse.ts';
import { Toggle } from '#renderer/widgets/Toggle.tsx';

interface ExportFieldsProps {
  readonly format: ExportFormat;
  readonly options: ExportOptions;
  /** Whether it is known of all builds how images become their input. */
  readonly takesImages: boolean;
  readonly onChange: (change: Partial<ExportOptions>) => void;
}

const repositories: readonly ExportFormat[] = ['triton', 'kserve', 'docker'];
const containers: readonly ExportFormat[] = ['kserve', 'docker', 'k8s-job'];

export function ExportFields({ format, options, takesImages, onChange }: ExportFieldsProps) {
  const text = (value: string | null) => value ?? '';
  return (
    <>
      {repositories.includes(format) && (
        <ParsedField
          label="Name of the model"
          value={options.name}
          format={text}
          parse={parseOption('name')}
          placeholder="its own"
          onChange={(name) => onChange({ name })}
        />
      )}
      {repositories.includes(format) && takesImages && (
        <Toggle checked={options.images} onChange={(images) => onChange({ images })}>
          Also take images
        </Toggle>
      )}
      {format === 'kserve' && (
        <ParsedField
          label="Storage"
          value={options.storage}
          format={text}
          parse={parseOption('storage')}
          placeholder="s3://bucket/models"
          onChange={(storage) => onChange({ storage })}
        />
      )}
      {containers.includes(format) && (
        <ParsedField
          label="Container image"
          value={options.image}
          format={text}
          parse={parseOption('image')}
          placeholder="by the engine’s version"
          onChange={(image) => onChange({ image })}
        />
      )}
      {format === 'k8s-job' && (
        <ParsedField
          label="Targets"
          value={options.targets}
          format={(targets) => targets.join(', ')}
          parse={parseTargets}
          placeholder="those of the builds"
          onChange={(targets) => onChange({ targets: [...targets] })}
        />
      )}
    </>
  );
}

/** Nothing stands for null. */
function parseOption(key: 'name' | 'storage' | 'image'): (text: string) => Parsed<string | null> {
  return (text) => {
    const parsed = exportOptionsSchema.shape[key].safeParse(text.trim() || null);
    return parsed.success ? { value: parsed.data } : { error: `${parsed.error.issues[0]?.message}.` };
  };
}

function parseTargets(text: string): Parsed<readonly string[]> {
  const names = parseNames(text);
  if ('error' in names) return names;
  const parsed = exportOptionsSchema.shape.targets.safeParse(names.value);
  return parsed.success ? { value: parsed.data } : { error: `${parsed.error.issues[0]?.message}.` };
}
