// Makes a name that a browser sent safe to write: a relative path that stays where it is put, on every system.

const LONGEST_PART = 200;
const MOST_PARTS = 8;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The path with `/` between its parts, or undefined where nothing usable is left. */
export function safeName(name: string): string | undefined {
  const parts = name.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length === 0 || parts.length > MOST_PARTS) return undefined;
  const safe = parts.map(safePart);
  return safe.every((part) => part !== undefined) ? safe.join('/') : undefined;
}

function safePart(part: string): string | undefined {
  if (/^\.+$/.test(part)) return undefined;
  const plain = part
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    .replace(/[\x00-\x1f\x7f<>:"|?*]/g, '_')
    .replace(/[. ]+$/, '')
    // A hidden file is never data, and our own partial files are hidden.
    .replace(/^\.+/, '_');
  if (plain === '' || Buffer.byteLength(plain) > LONGEST_PART) return undefined;
  return DEVICE.test(plain) ? `_${plain}` : plain;
}

/** The folder of files that belong together. */
export function isSetName(name: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name);
}
