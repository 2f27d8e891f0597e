// The browser's own file chooser, as a promise.

/** Null where the user closed the chooser. */
export function chooseFiles(options: {
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly folder?: boolean;
}): Promise<readonly File[] | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = options.multiple ?? false;
    input.webkitdirectory = options.folder ?? false;
    if (options.accept) input.accept = options.accept;
    input.addEventListener('change', () => resolve(input.files?.length ? [...input.files] : null), { once: true });
    input.addEventListener('cancel', () => resolve(null), { once: true });
    input.click();
  });
}
