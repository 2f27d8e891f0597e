// Chooses among the engines that are open and the builds of the model.
import { useStore } from 'zustand';
import { targetName } from '#core/contract/target.ts';
import { Choice, type Option } from '#renderer/widgets/Choice.tsx';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { engineStore } from './engines.ts';
import { openBuild } from './openEngine.ts';
import { useBuilds } from './useBuilds.ts';

interface EngineChoiceProps {
  readonly name: string;
  readonly chosen: string | null;
  /** An engine that is left out, because it is the other side. */
  readonly not?: string | null;
  /** What a build that is opened for it becomes. */
  readonly as: 'shown' | 'against';
  readonly onChoose: (id: string) => void;
}

const none = '';

export function EngineChoice({ name, chosen, not = null, as, onChoose }: EngineChoiceProps) {
  const engines = useStore(engineStore, (state) => state.engines);
  const builds = useBuilds();
  const closed = builds.filter(({ id }) => !engines.some((engine) => engine.id === id));
  const options: readonly Option<string>[] = [
    ...(chosen === null ? [{ value: none, label: 'No engine', disabled: true }] : []),
    ...engines.map(({ id, title, build }) => ({ value: id, label: title, detail: build ? 'build' : 'from files' })),
    ...closed.map(({ id, precision, target, createdAt }) => ({
      value: id,
      label: `${precisionNames[precision]} on ${targetName(target)}`,
      detail: `built ${new Date(createdAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}`,
    })),
  ].filter(({ value }) => value !== not);
  const choose = (id: string) => {
    const build = closed.find((one) => one.id === id);
    if (build) void openBuild(build, as);
    else onChoose(id);
  };
  return <Choice name={name} quiet value={chosen ?? none} options={options} onChange={choose} />;
}
