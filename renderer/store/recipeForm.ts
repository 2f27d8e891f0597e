// What the user has set for building a model: target, data and recipe, shared by the Builds and Compare tabs.
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { ModelRef } from '#core/contract/model.ts';
import { mainPrecisions, type Precision, precisionSchema, type Recipe, recipeSchema } from '#core/contract/recipe.ts';
import { precisionRefusal } from '#core/precision/targetPrecisions.ts';
import { recall, remember } from './remembered.ts';

const optionsSchema = recipeSchema.omit({ precision: true });
export type RecipeOptions = z.infer<typeof optionsSchema>;

const formSchema = z.object({
  target: z.string(),
  /** The host that builds and measures; null: this one. */
  host: z.string().nullable().default(null),
  /** Data sets by id; null: none. */
  calibration: z.string().nullable(),
  test: z.string().nullable(),
  options: optionsSchema,
  /** Precisions that are offered besides those that every target takes. */
  more: z.array(precisionSchema).default([]),
});
export type RecipeForm = z.infer<typeof formSchema>;

export interface RecipeFormSlice {
  /** By model id; a model without an entry has the defaults. */
  readonly forms: Readonly<Record<string, RecipeForm>>;
}

export const defaultOptions: RecipeOptions = optionsSchema.parse({});
/** One list for all, so that a form that nobody set stays the same to who compares it. */
const noMore: Precision[] = [];

export const recipeFormStore = createStore<RecipeFormSlice>(() => ({
  forms: recall('recipes', z.record(z.string(), formSchema), {}),
}));

/** The model's form: what was set, else the data that lies beside the model and the contract's defaults. */
export function formOf(forms: RecipeFormSlice['forms'], model: ModelRef): RecipeForm {
  return (
    forms[model.id] ?? {
      target: 'onnxruntime',
      host: null,
      calibration: model.calibration,
      test: model.test,
      options: defaultOptions,
      more: noMore,
    }
  );
}

/** What the target takes besides the precisions that every target does. */
export function morePrecisions(target: string): readonly Precision[] {
  return precisionSchema.options.filter(
    (precision) => !mainPrecisions.includes(precision) && precisionRefusal(target, precision) === undefined,
  );
}

export function offeredPrecisions({ target, more }: Pick<RecipeForm, 'target' | 'more'>): readonly Precision[] {
  return [...mainPrecisions, ...morePrecisions(target).filter((precision) => more.includes(precision))];
}

export function changeForm(model: ModelRef, change: Partial<RecipeForm>): void {
  const { forms } = recipeFormStore.getState();
  const next = { ...forms, [model.id]: { ...formOf(forms, model), ...change } };
  recipeFormStore.setState({ forms: next });
  remember('recipes', next);
}

export function changeOptions(model: ModelRef, change: Partial<RecipeOptions>): void {
  const { options } = formOf(recipeFormStore.getState().forms, model);
  changeForm(model, { options: { ...options, ...change } });
}

export function resetForm(model: ModelRef): void {
  const { [model.id]: _, ...rest } = recipeFormStore.getState().forms;
  recipeFormStore.setState({ forms: rest });
  remember('recipes', rest);
}

/** What TensorRT's builder is told goes with targets that have one. */
export function recipeOf({ target, options }: RecipeForm, precision: Precision): Recipe {
  if (target.startsWith('tensorrt')) return { precision, ...options };
  const { tensorrt: _, ...others } = options.options;
  return { precision, ...options, options: others };
}
