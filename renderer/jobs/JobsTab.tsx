export function JobsTab() {
  return null;
}
