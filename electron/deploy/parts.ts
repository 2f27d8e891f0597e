// What the protocols' servers are given.
import type { ServingOptions } from '#core/contract/serving.ts';
import type { ImageDecoder } from './images/imageDecoder.ts';
import type { Metrics } from './metrics.ts';
import type { Repository } from './repository.ts';
import type { Admits } from './token.ts';

export interface ServingParts {
  readonly repository: Repository;
  readonly metrics: Metrics;
  readonly decoder: ImageDecoder;
  readonly options: ServingOptions;
  readonly admits: Admits;
  /** A line for each request, where wanted. */
  readonly access: ((line: string) => void) | undefined;
  /** This Lathe's version. */
  readonly lathe: string;
  /** False from the moment when it is told to stop. */
  readonly accepting: () => boolean;
}

/** The protocol's name for this server. */
export const serverName = 'lathe';
/** What it speaks beyond the protocol, by the names that Triton gave them. */
export const extensions = [
  'binary_tensor_data',
  'model_repository',
  'classification',
  'statistics',
  'model_configuration',
];
