// What TensorRT's builder is told beyond precision and shapes; only what the chosen target has.
import type { ModelRef } from '#core/contract/model.ts';
import { type TensorRtOptions as Options, tensorRtOptionsSchema } from '#core/contract/recipe.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseNames, parseOptional } from '#renderer/widgets/parse.ts';
import { Accelerator } from './Accelerator.tsx';
import { DebugTensors } from './DebugTensors.tsx';
import styles from './TensorRtOptions.module.css';
import { TensorRtSwitches } from './TensorRtSwitches.tsx';
import { dlaCores, tensorRtChoices } from './tensorRtFields.ts';

const routes = [
  { value: 'model', label: 'Written into the model', detail: 'Casts and Q/DQ: the same model serves every runtime' },
  { value: 'flags', label: 'Chosen by the builder', detail: 'Flags FP16 and INT8, and TensorRT’s own calibrator' },
] as const;

export const tensorRtDefaults: Options = tensorRtOptionsSchema.parse({});

export function TensorRtOptions({ model }: { readonly model: ModelRef }) {
  const { target, options: recipe } = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const options = recipe.options.tensorrt ?? tensorRtDefaults;
  const cores = useSlice(doctorStore, ({ doctor }) => dlaCores(doctor, target));
  const choices = tensorRtChoices(target);
  if (!choices) return null;
  const change = (next: Partial<Options>) =>
    changeOptions(model, { options: { ...recipe.options, tensorrt: { ...options, ...next } } });
  const number = (
    label: string,
    key: 'workspaceMegabytes' | 'optimizationLevel' | 'timingIterations',
    most: number,
    hint: string,
  ) => (
    <ParsedField
      label={label}
      hint={hint}
      placeholder="TensorRT’s own"
      value={options[key]}
      format={(value) => (value === undefined ? '' : String(value))}
      parse={parseOptional(key === 'optimizationLevel' ? 0 : 1, most)}
      onChange={(value) => change({ [key]: value })}
    />
  );
  return (
    <>
      <div className={styles.fields}>
        {choices.flags && (
          <Field label="Precision">
            <Choice
              name="Precision by"
              value={options.route}
              options={routes}
              onChange={(route) => change({ route })}
            />
          </Field>
        )}
        {number(
          'Workspace, MB',
          'workspaceMegabytes',
          2 ** 24,
          'scratch memory a kernel may use; empty: all of the GPU',
        )}
        {choices.timing &&
          number('Builder level', 'optimizationLevel', 5, '0 builds fast, 5 searches longest; 3 if empty')}
        {choices.timing &&
          number('Timings averaged', 'timingIterations', 1000, 'of each kernel; more is steadier and slower')}
        {choices.debug.length > 0 && (
          <Field label="Values of layers" hint="given out to be compared with FP32, layer by layer">
            <DebugTensors value={options.debugTensors} choices={choices.debug} onChange={change} />
          </Field>
        )}
        <Accelerator cores={cores} value={options.dla} onChange={change} />
        <ParsedField
          mono
          wide
          label="Plugin libraries"
          hint="paths on the host, separated by commas"
          placeholder="/opt/plugins/libnms.so"
          value={options.plugins as readonly string[]}
          format={(paths) => paths.join(', ')}
          parse={parseNames}
          onChange={(paths) => change({ plugins: [...paths] })}
        />
      </div>
      <TensorRtSwitches options={options} choices={choices} onChange={change} />
    </>
  );
}
