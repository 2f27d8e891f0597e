// How a comparison calls its builds.

/** The precision, with the start of the id where several builds have the same precision. */
export function buildName(
  build: { readonly id: string; readonly precision: string },
  all: readonly { readonly precision: string }[],
): string {
  const alike = all.filter(({ precision }) => precision === build.precision);
  return alike.length > 1 ? `${build.precision} ${build.id.slice(0, 8)}` : build.precision;
}
