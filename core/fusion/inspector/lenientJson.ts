// JSON as TensorRT writes it: control characters may stand raw in strings, and names of layers may hold lone backslashes.

/** @throws SyntaxError where it is no JSON even so. */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(escaped(text));
  }
}

function escaped(text: string): string {
  let inString = false;
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (!inString) {
      inString = character === '"';
      result += character;
    } else if (character === '\\') {
      const next = text.charAt(at + 1);
      const known = /["\\/bfnrt]/.test(next) || /^u[0-9a-fA-F]{4}/.test(text.slice(at + 1, at + 6));
      result += known ? character + next : '\\\\';
      if (known) at += 1;
    } else if (character < ' ') {
      result += `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    } else {
      inString = character !== '"';
      result += character;
    }
  }
  return result;
}
