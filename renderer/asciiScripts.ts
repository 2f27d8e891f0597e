// A build step: scripts in ASCII alone, of which the browser keeps one byte a letter instead of two.
import type { Plugin } from 'vite';

const beyondAscii = /[^\0-\x7f]/g;

export function asciiScripts(): Plugin {
  return {
    name: 'ascii-scripts',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') part.code = asAscii(part.code);
      }
    },
  };
}

/** Escapes stand for the same letters in texts, patterns and names; `String.raw` alone would see them. */
export function asAscii(script: string): string {
  return script.replace(beyondAscii, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
