// The entry of the inspection thread. Wiring only.
import { parentPort } from 'node:worker_threads';
import { toFailure } from '#core/contract/failure.ts';
import { inspectModel, previewModel } from './examineModel.ts';
import { type AnswerFrame, questionFrameSchema } from './question.ts';

parentPort?.on('message', async (raw) => {
  // The host's word that this was all.
  if (raw === null) return parentPort?.close();
  const { number, question } = questionFrameSchema.parse(raw);
  const { about, file, target } = question;
  const answer = (frame: AnswerFrame) => parentPort?.postMessage(frame);
  try {
    if (about === 'inspect') answer({ number, about, report: await inspectModel(file, target) });
    else answer({ number, about, report: await previewModel(file, target) });
  } catch (error) {
    answer({ number, about: 'failure', failure: toFailure(error) });
  }
});
