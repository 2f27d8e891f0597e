// Plain data as YAML that every reader of YAML 1.1 and 1.2 takes the same way.

export type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** Documents one after the other. */
export function yamlText(...documents: readonly YamlValue[]): string {
  return documents.map((document) => `${lines(document).join('\n')}\n`).join('---\n');
}

function lines(value: YamlValue): readonly string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return ['[]'];
    return value.flatMap((item: YamlValue) => lines(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return ['{}'];
    return entries.flatMap(([key, item]) => {
      if (typeof item === 'string' && isBlock(item))
        return [`${plain(key)}: |`, ...item.trimEnd().split('\n').map(indented)];
      const inner = lines(item);
      const nested = typeof item === 'object' && item !== null && Object.keys(item).length > 0;
      return nested ? [`${plain(key)}:`, ...inner.map(indented)] : [`${plain(key)}: ${inner.join('')}`];
    });
  }
  return [typeof value === 'string' ? plain(value) : String(value)];
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

/** Text of several plain lines stands as it is, and ends with one line break. */
function isBlock(text: string): boolean {
  return /^[!-~][ -~\n]*[!-~]\n$/.test(text) && text.includes('\n', 1) && !text.endsWith('\n\n');
}

/** Words that no reader takes for anything but text stand as they are; all else is quoted as JSON, which YAML includes. */
function plain(text: string): string {
  const word = /^[A-Za-z/][A-Za-z0-9/._-]*$/.test(text);
  const meaning = /^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return word && !meaning ? text : JSON.stringify(text);
}
