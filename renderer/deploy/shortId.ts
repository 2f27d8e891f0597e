// A build's id as far as people need it to tell builds of one precision apart.

export function shortId(id: string): string {
  return id.slice(0, 6);
}
