// Sends one file to the host's upload address.
import { failureSchema, LatheError } from '#core/contract/failure.ts';

export interface Upload {
  readonly kind: 'model' | 'data';
  /** Files of one set lie in one folder at the host. */
  readonly set: string;
  readonly name: string;
  readonly file: File;
}

/** Resolves to the path the host gave the file. Throws LatheError; an AbortError where `signal` aborts. */
export function upload(item: Upload, progress: (sent: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ kind: item.kind, set: item.set, name: item.name });
    request.open('POST', `/upload?${query}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded }) => progress(loaded);
    request.onload = () => {
      const path: unknown = request.response?.path;
      if (request.status < 300 && typeof path === 'string') return resolve(path);
      const told = failureSchema.safeParse(request.response?.failure ?? request.response);
      reject(told.success ? new LatheError(told.data) : refused(item.name, `status ${request.status}`));
    };
    request.onerror = () => reject(refused(item.name, 'the connection broke'));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) request.abort();
    else request.send(item.file);
  });
}

const refused = (name: string, why: string) =>
  new LatheError({
    kind: 'job',
    reason: `${name} did not reach the host: ${why}.`,
    next: 'Check that the host has room and is running, then choose the file again.',
  });
