import { expect, it } from 'vitest';
import { createRemoteLink, type LinkState } from './remoteLink.ts';

it('waits a while for a host that has never answered, and then says why it could not be reached', async () => {
  const states: LinkState['state'][] = [];
  let tries = 0;
  const link = createRemoteLink({
    name: 'jetson',
    reach: () => {
      tries += 1;
      return Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:4173'));
    },
    onState: ({ state }) => states.push(state),
    patienceMs: 600_000,
    firstPatienceMs: 500,
  });
  const failed = await link.call('doctor', {}).catch((error: unknown) => error);
  link.close();
  expect(tries).toBeGreaterThan(1);
  expect(states).toContain('lost');
  expect(failed).toMatchObject({
    failure: {
      reason: 'The host jetson cannot be reached (connect ECONNREFUSED 10.0.0.7:4173).',
      next: 'See that lathe serve runs there and that the network is up.',
    },
  });
});
