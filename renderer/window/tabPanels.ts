// The tabs behind the graph, loaded when first needed and fetched ahead once the window is idle.
import { lazy } from 'react';

const builds = () => import('#renderer/builds/BuildsTab.tsx');
const compare = () => import('#renderer/compare/CompareTab.tsx');
const precision = () => import('#renderer/search/PrecisionTab.tsx');
const deploy = () => import('#renderer/deploy/DeployTab.tsx');
const jobs = () => import('#renderer/jobs/JobsTab.tsx');

const enginePanel = () => import('#renderer/engine/EnginePanel.tsx');
const engineGraph = () => import('#renderer/engine/EngineGraph.tsx');

export const EnginePanel = lazy(async () => ({ default: (await enginePanel()).EnginePanel }));
export const EngineGraph = lazy(async () => ({ default: (await engineGraph()).EngineGraph }));
export const BuildsTab = lazy(async () => ({ default: (await builds()).BuildsTab }));
export const CompareTab = lazy(async () => ({ default: (await compare()).CompareTab }));
export const PrecisionTab = lazy(async () => ({ default: (await precision()).PrecisionTab }));
export const DeployTab = lazy(async () => ({ default: (await deploy()).DeployTab }));
export const JobsTab = lazy(async () => ({ default: (await jobs()).JobsTab }));

/** So that a tab opens at once, also when the host has gone by then. */
export function fetchAhead(): void {
  requestIdleCallback(
    () => void Promise.all([compare(), builds(), precision(), deploy(), jobs(), enginePanel(), engineGraph()]),
    {
      timeout: 3000,
    },
  );
}
