// One precision of the model: what it is now, and the one click that builds it.
import { Hammer } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import { needsData, type Precision } from '#core/contract/recipe.ts';
import { buildRequest, start } from '#renderer/actions/jobs.ts';
import { openKnownModel } from '#renderer/actions/openModel.ts';
import { inspectionStore, isUnreadable } from '#renderer/store/inspections.ts';
import { linkStore } from '#renderer/store/link.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { formOf, recipeFormStore, recipeOf } from '#renderer/store/recipeForm.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { PrecisionBadge, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './BuildCard.module.css';
import { BuiltFigures } from './BuiltFigures.tsx';
import { CardData } from './CardData.tsx';
import { CardFailure } from './CardFailure.tsx';
import { CardProgress } from './CardProgress.tsx';
import { cardState } from './cardState.ts';
import { sameRecipe } from './sameRecipe.ts';

interface BuildCardProps {
  readonly model: ModelRef;
  readonly precision: Precision;
}

const about: Readonly<Record<Precision, string>> = {
  fp32: 'As exported; the reference for the others.',
  bf16: 'Half the weights with the range of FP32 and fewer digits.',
  fp16: 'Half the weights; nodes that would overflow stay in FP32.',
  fp8: 'E4M3: wide steps for large values, fine ones for small; ranges learned from your data.',
  int8: 'A quarter of the weights; ranges learned from your data.',
  int4: 'Weights of matrix products in 4 bits; nothing is learned from data.',
};

export function BuildCard({ model, precision }: BuildCardProps) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const session = useSlice(sessionStore, (slice) => slice.session);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  const unreadable = useSlice(inspectionStore, (slice) => isUnreadable(slice, model.id));
  const recipe = recipeOf(form, precision);
  const own = { ...session, builds: session.builds.filter(({ host }) => (host ?? null) === form.host) };
  const state = cardState(own, model.id, form.target, precision, (build) => sameRecipe(build.recipe, recipe));
  const changed = state.kind === 'built' && !sameRecipe(state.build.recipe, recipe);
  const lacksData = needsData(precision) && form.calibration === null;
  const name = precisionNames[precision];
  const build = () => {
    if (openedModelStore.getState().handle === null) openKnownModel(model);
    void start(buildRequest(model, precision, state.kind === 'built' && !changed));
  };
  return (
    <section className={styles.card} data-precision={precision} aria-label={name}>
      <header className={styles.head}>
        <h3 className={styles.name}>
          <PrecisionBadge precision={precision} />
        </h3>
        <Button
          look={state.kind === 'built' && !changed ? 'normal' : 'primary'}
          icon={<Hammer />}
          disabled={state.kind === 'working' || !connected || lacksData || unreadable}
          onClick={build}
        >
          Build {name}
        </Button>
      </header>
      <div className={styles.state}>
        {state.kind === 'none' && <p className={styles.about}>{about[precision]}</p>}
        {lacksData && state.kind === 'none' && <CardData model={model} />}
        {state.kind === 'working' && <CardProgress job={state.job} />}
        {state.kind === 'failed' && <CardFailure job={state.job} failure={state.failure} />}
        {state.kind === 'built' && <BuiltFigures build={state.build} model={model} />}
      </div>
      <footer className={styles.foot}>
        {state.kind === 'none' && 'Not built yet'}
        {changed && <span className={styles.changed}>Options have changed since this build.</span>}
      </footer>
    </section>
  );
}
