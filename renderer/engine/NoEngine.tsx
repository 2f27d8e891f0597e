// Before an engine is chosen: the builds of this model, and the way to open anyone's engine from its files.
import { Cpu, FolderOpen } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import { targetName } from '#core/contract/target.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyState } from '#renderer/widgets/EmptyState.tsx';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { chooseEngine, openBuild } from './openEngine.ts';
import { useBuilds } from './useBuilds.ts';

const most = 4;

export function NoEngine() {
  const builds = useBuilds();
  return (
    <EmptyState
      icon={<Cpu />}
      title="Which engine computes this model?"
      text="Every layer of an engine is traced to the nodes it computes: choose a build, or open layers.json and profile.json of any TensorRT engine of this model. No GPU is needed."
    >
      {builds.slice(0, most).map((build) => (
        <Button key={build.id} onClick={() => void openBuild(build)}>
          {words(build)}
        </Button>
      ))}
      <Button look="primary" icon={<FolderOpen />} onClick={() => void chooseEngine()}>
        Open engine layers…
      </Button>
    </EmptyState>
  );
}

const words = ({ precision, target }: BuildRecord) => `${precisionNames[precision]} on ${targetName(target)}`;
