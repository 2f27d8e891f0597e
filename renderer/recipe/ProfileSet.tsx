// One optimization profile: the smallest, usual and largest shape of every dynamic input.
import { Trash2 } from 'lucide-react';
import type { Port } from '#core/contract/inspect.ts';
import type { Profile, Recipe } from '#core/contract/recipe.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import styles from './OptionsView.module.css';
import { defaultProfile, disorder, parseShape, shapeText, withShape } from './profiles.ts';

type Profiles = Recipe['profiles'];

interface ProfileSetProps {
  readonly inputs: readonly Port[];
  readonly profiles: Profiles;
  /** Null where it is the only one. */
  readonly title: string | null;
  readonly onChange: (profiles: Profiles) => void;
  /** Null for the first, which every build has. */
  readonly onRemove: (() => void) | null;
}

export function ProfileSet({ inputs, profiles, title, onChange, onRemove }: ProfileSetProps) {
  return (
    <fieldset className={styles.set} aria-label={title ?? 'Shapes'}>
      {title !== null && (
        <p className={styles.setTitle}>
          {title}
          {onRemove && (
            <Button look="quiet" icon={<Trash2 />} onClick={onRemove}>
              Remove
            </Button>
          )}
        </p>
      )}
      {inputs.map((input) => (
        <ProfileFields
          key={input.name}
          input={input}
          measured={onRemove === null}
          profile={profiles[input.name] ?? null}
          onChange={(profile) => {
            const { [input.name]: _, ...others } = profiles;
            onChange(profile ? { ...others, [input.name]: profile } : others);
          }}
        />
      ))}
    </fieldset>
  );
}

interface ProfileFieldsProps {
  readonly input: Port;
  /** Measurements take the first profile's usual shape. */
  readonly measured: boolean;
  readonly profile: Profile | null;
  readonly onChange: (profile: Profile | null) => void;
}

function ProfileFields({ input, measured, profile, onChange }: ProfileFieldsProps) {
  const current = profile ?? defaultProfile(input);
  const wrong = disorder(current);
  const field = (key: keyof Profile, label: string, hint: string) => (
    <ParsedField
      mono
      label={`${label} of ${input.name}`}
      hint={hint}
      value={current[key] as readonly number[]}
      format={(shape) => shape.join('×')}
      parse={parseShape(input.shape)}
      onChange={(shape) => onChange(withShape(current, key, shape))}
    />
  );
  return (
    <>
      <p className={styles.note}>
        <code>{input.name}</code> is {input.type} {shapeText(input.shape)}.{wrong && ` ${wrong}`}
      </p>
      <div className={styles.wide}>
        {field('opt', 'Usual shape', measured ? 'measured with this one' : 'tuned for this one')}
        {field('min', 'Smallest shape', '')}
        {field('max', 'Largest shape', '')}
        <Button className={styles.act} look="quiet" disabled={profile === null} onClick={() => onChange(null)}>
          Reset
        </Button>
      </div>
    </>
  );
}
