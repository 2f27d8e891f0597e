// A program for tests: opens a host, starts a job that hangs, prints the job's id once it runs, and stays.
import { aHost } from './aHost.ts';

const host = await aHost(process.argv[2]);
host.client.onEvent((event) => {
  if (event.type === 'job' && event.job.progress?.phase === 'hanging') console.log(event.job.id);
});
await host.startBuild('hang.onnx');
