// A container that serves a Triton repository, with every version pinned.
import type { ExportOptions } from '#core/contract/export.ts';
import { pillow } from './decodeProgram.ts';
import { type Exported, type ExportSource, servedSha256 } from './source.ts';
import { tritonImage } from './tritonImage.ts';
import { tritonRepository } from './tritonRepository.ts';

export function docker(sources: readonly ExportSource[], options: ExportOptions): Exported {
  const repository = tritonRepository(sources, options, 'models/');
  const text = `FROM ${tritonImage(sources, options.image)}

# The engines' own hashes, to tell from a running container what it serves.
${sources.map(({ record }, index) => `LABEL lathe.engine.${index + 1}="sha256:${servedSha256(record)}"`).join('\n')}

${options.images ? `RUN pip install --no-cache-dir ${pillow}\n\n` : ''}COPY models /models

EXPOSE 8000 8001 8002
HEALTHCHECK --start-period=60s CMD ["curl", "--fail", "--silent", "http://127.0.0.1:8000/v2/health/ready"]
ENTRYPOINT ["tritonserver", "--model-repository=/models", "--strict-readiness=true", "--exit-on-error=true"]
`;
  return {
    files: [...repository.files, { path: 'Dockerfile', text }, { path: '.dockerignore', text: '*\n!models\n' }],
    notes: repository.notes,
  };
}
