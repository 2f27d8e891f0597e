// The entry of the process that reads models. Wiring only.
import { toFailure } from '#core/contract/failure.ts';
import { inspectModel, previewFile } from './examineModel.ts';
import { type AnswerFrame, questionFrameSchema } from './question.ts';

process.on('message', async (raw) => {
  const { number, question } = questionFrameSchema.parse(raw);
  const answer = (frame: AnswerFrame) => process.send?.(frame);
  try {
    if (question.about === 'inspect') {
      answer({ number, about: 'inspect', report: await inspectModel(question.file, question.target) });
    } else answer({ number, about: 'preview', report: await previewFile(question.file, question) });
  } catch (error) {
    answer({ number, about: 'failure', failure: toFailure(error) });
  }
});
// Without a host nobody waits for an answer.
process.on('disconnect', () => process.exit());
