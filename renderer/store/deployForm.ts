// What the next deployment and the next load work with.
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { loadOptionsSchema } from '#core/contract/load.ts';
import { batchingSchema } from '#core/contract/serving.ts';
import { recall, remember } from './remembered.ts';

const schema = z.object({
  batching: batchingSchema.prefault({}),
  /** 0: any free one. */
  httpPort: z.number().int().min(0).max(65_535).default(0),
  grpcPort: z.number().int().min(0).max(65_535).default(0),
  /** Each of these with each build is a variant. */
  delaysUs: z.array(z.number().int().nonnegative()).min(1).default([0]),
  instances: z.array(z.number().int().positive()).min(1).default([1]),
  protocol: z.enum(['http', 'grpc']).default('http'),
  /** A data set's id whose samples are sent; null: made up. */
  data: z.string().nullable().default(null),
  images: z.enum(['files', 'tensors']).default('files'),
  load: loadOptionsSchema.prefault({ closed: [1, 4, 16], durationSeconds: 2, warmUpSeconds: 0.5 }),
});
export type DeployForm = z.infer<typeof schema>;

interface Slice {
  readonly form: DeployForm;
  /** Builds that were ticked or unticked by hand, by id; the newest of each precision are ticked by themselves. */
  readonly ticked: Readonly<Record<string, boolean>>;
}

export const deployFormStore = createStore<Slice>(() => ({
  form: recall('deploy', schema, schema.parse({})),
  ticked: {},
}));

export function changeDeployForm(change: Partial<DeployForm>): void {
  const form = { ...deployFormStore.getState().form, ...change };
  deployFormStore.setState({ form });
  remember('deploy', form);
}

export function tickBuild(build: string, ticked: boolean): void {
  deployFormStore.setState((slice) => ({ ticked: { ...slice.ticked, [build]: ticked } }));
}
