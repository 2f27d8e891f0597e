export function BuildsTab() {
  return null;
}
