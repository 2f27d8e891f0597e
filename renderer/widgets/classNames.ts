// Joins the class names of CSS modules, leaving out what is absent.
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
