const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Formats a size, such as `1.5MB`, in units of 1024; rounds down. */
export function presentSize(bytes: number): string {
  const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${Math.floor((bytes / 1024 ** power) * 100) / 100}${UNITS[power]}`;
}
