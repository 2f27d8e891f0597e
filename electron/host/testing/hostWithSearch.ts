// A program for tests: opens a host, starts a search, prints its points once it has some, and goes on.
import { join } from 'node:path';
import { jobTable } from '#core/contract/job.ts';
import { sampleFolder } from '../sample.ts';
import { aHost } from './aHost.ts';

const [, , root, file = '', least = '3'] = process.argv;
const host = await aHost(root);
host.client.onEvent((event) => {
  if (event.type === 'search' && event.search.points.length >= Number(least)) {
    console.log(JSON.stringify({ id: event.search.id, points: event.search.points.map(({ build }) => build) }));
  }
});
const model = await host.client.call('model.open', { path: file });
const calibration = await host.client.call('data.open', { path: join(sampleFolder, 'calibration') });
const asked = { model: model.id, calibration: calibration.id, gate: { minSqnrDb: 35 } };
await host.client.call('job.start', { kind: 'search', request: jobTable.search.request.parse(asked) });
