// Text made safe for HTML, by a template tag that escapes every value that is not markup already.

/** Markup that needs no escaping. */
export interface Markup {
  readonly markup: string;
}

type Piece = Markup | string | number | null | undefined | readonly Piece[];

/** Values are escaped for text and for quoted attributes; null and undefined are nothing; lists are joined. */
export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: texts.reduce((all, text, index) => all + text + render(pieces[index]), '') };
}

function render(piece: Piece): string {
  if (piece === null || piece === undefined) return '';
  if (isList(piece)) return piece.map(render).join('');
  return typeof piece === 'object' ? piece.markup : escapeText(String(piece));
}

function isList(piece: Piece): piece is readonly Piece[] {
  return Array.isArray(piece);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, which HTML forbids and a terminal would obey, become the replacement character. */
export function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll(/[^\P{Cc}\t\n]/gu, '\ufffd');
}
