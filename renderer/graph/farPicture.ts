// All that a picture from afar is drawn from.
import type { Camera } from './camera.ts';
import type { Highlight } from './emphasis.ts';
import type { FarColours } from './farColours.ts';
import type { FusionState } from './fusions.ts';
import type { HeatState } from './heat.ts';
import type { SceneMap } from './sceneMap.ts';

export interface FarPicture {
  readonly map: SceneMap;
  readonly camera: Camera;
  /** Device pixels of one pixel. */
  readonly dots: number;
  readonly colours: FarColours;
  readonly highlight: Highlight;
  readonly heat: HeatState['items'];
  readonly fusion: Pick<FusionState, 'view' | 'kind'>;
}
