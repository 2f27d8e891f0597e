// The system's secret store, for the host's process, which cannot reach it itself.
import { safeStorage } from 'electron';
import { type SecretAnswered, secretAskedSchema } from './secretMessage.ts';

/** On Linux without a keyring Electron would only disguise what it keeps, which is no secret. */
export function keepsSecrets(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}

/** Answers a message where it asks for that. */
export function answerSecret(raw: unknown, answer: (answer: SecretAnswered) => void): void {
  const asked = secretAskedSchema.safeParse(raw);
  if (!asked.success) return;
  const { id, action, text } = asked.data;
  answer({ type: 'secret', id, text: attempt(() => (action === 'seal' ? seal(text) : open(text))) });
}

function seal(text: string): string {
  return safeStorage.encryptString(text).toString('base64');
}

function open(sealed: string): string {
  return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
}

function attempt(body: () => string): string | null {
  try {
    return body();
  } catch {
    return null;
  }
}
