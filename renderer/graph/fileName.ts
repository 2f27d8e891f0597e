// What a tensor's file is called.

/** A tensor's name as a file can be called: `/` and the like would be folders. */
export function fileName(value: string): string {
  return value.replace(/^\/+/, '').replace(/[^\w.-]+/g, '_') || 'tensor';
}
