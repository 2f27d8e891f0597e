// Calls on finished builds and their files.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import type { CallParsed } from '#core/contract/call.ts';
import { LatheError } from '#core/contract/failure.ts';
import { checkBuild } from '../checkBuild.ts';
import { readEngineFiles } from '../engineFiles.ts';
import type { Calls } from './calls.ts';
import { admit } from './calls.ts';

export const buildCalls: Calls<'build.open' | 'build.check' | 'build.remove' | 'build.read' | 'engine.layers'> = {
  'build.open'({ path }, { parts, ports }) {
    admit(path, ports);
    return parts.builds.open(path);
  },
  'build.check': ({ id }, { parts }) => checkBuild(parts.builds.get(id)),
  'build.remove'({ id }, { parts }) {
    parts.builds.remove(id);
    return {};
  },
  async 'build.read'({ id, file }, { parts }) {
    const build = parts.builds.get(id);
    const path = pathOf(build, file);
    if (path === null) {
      throw new LatheError({
        kind: 'use',
        reason: `The ${build.precision.toUpperCase()} build of ${build.modelName} has no ${file} file.`,
        next: 'Only INT8 builds have ranges.',
      });
    }
    const bytes = await readFile(path).catch((error: Error) => {
      throw new LatheError({
        kind: 'job',
        reason: `${path} could not be read (${error.message}).`,
        next: 'Build it again.',
      });
    });
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },
  'engine.layers': ({ id }, { parts }) => readEngineFiles(parts.builds.get(id)),
};

function pathOf(build: BuildRecord, file: CallParsed<'build.read'>['file']): string | null {
  if (file === 'recipe' || file === 'record') return join(build.directory, `${file}.json`);
  return build[file];
}
