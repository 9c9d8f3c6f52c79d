const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size as people read it, `1.5MB`; a unit is 1024 of the one before. Never more than it is. */
export function presentSize(bytes: number): string {
  const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${Math.floor((bytes / 1024 ** power) * 100) / 100}${UNITS[power]}`;
}
