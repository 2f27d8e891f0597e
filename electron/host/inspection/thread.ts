// The entry of the inspection thread. Wiring only.
import { parentPort } from 'node:worker_threads';
import { toFailure } from '#core/contract/failure.ts';
import { inspectModel, previewFile } from './examineModel.ts';
import { type AnswerFrame, questionFrameSchema } from './question.ts';

parentPort?.on('message', async (raw) => {
  // The host's word that this was all.
  if (raw === null) return parentPort?.close();
  const { number, question } = questionFrameSchema.parse(raw);
  const answer = (frame: AnswerFrame) => parentPort?.postMessage(frame);
  try {
    if (question.about === 'inspect') {
      answer({ number, about: 'inspect', report: await inspectModel(question.file, question.target) });
    } else answer({ number, about: 'preview', report: await previewFile(question.file, question) });
  } catch (error) {
    answer({ number, about: 'failure', failure: toFailure(error) });
  }
});
