/** What an action has changed, a line for each value: `role: support → editor`. */
export function changesOf(before: unknown, after: unknown): string[] {
  if (isRecord(after) && before !== undefined && !isRecord(before))
    return [wordOf(before), ...changesOf(undefined, after)];
  if (!isRecord(before ?? {}) || !isRecord(after ?? {})) return [change(before, after)].filter(Boolean);
  const [old, fresh] = [(before ?? {}) as Values, (after ?? {}) as Values];
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((name) => wordOf(old[name]) !== wordOf(fresh[name]))
    .map((name) => `${name}: ${change(old[name], fresh[name])}`);
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
