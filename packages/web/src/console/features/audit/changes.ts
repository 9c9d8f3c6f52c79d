/**
 * What an action has changed, a line for each value: `role: support → editor`. Times, whose names are `until` or end in `At`, are
 * written by `formatTime`.
 */
export function changesOf(before: unknown, after: unknown, formatTime: (time: number) => string): string[] {
  if (isRecord(after) && before !== undefined && !isRecord(before))
    return [wordOf(before), ...changesOf(undefined, after, formatTime)];
  if (!isRecord(before ?? {}) || !isRecord(after ?? {})) return [change(before, after)].filter(Boolean);
  const [old, fresh] = [(before ?? {}) as Values, (after ?? {}) as Values];
  const shown = (name: string, value: unknown) =>
    typeof value === 'number' && /^until$|At$/.test(name) ? formatTime(value) : value;
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((name) => wordOf(old[name]) !== wordOf(fresh[name]))
    .map((name) => `${name}: ${change(shown(name, old[name]), shown(name, fresh[name]))}`);
}

type Values = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function change(before: unknown, after: unknown): string {
  if (before === undefined) return wordOf(after);
  return `${wordOf(before)} → ${wordOf(after)}`;
}

function wordOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
