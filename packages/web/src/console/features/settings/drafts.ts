import type { admin, Result } from '@kith/contract';

export type Settings = Result<typeof admin.settings.list>;
export type Setting = Settings['settings'][number];
export type Value = Setting['value'];

/** What the reader wants to change, by name; undefined returns to the default. */
export type Drafts = ReadonlyMap<string, Value | undefined>;

/** One line of the difference that is shown before it is saved. */
export interface Difference {
  readonly setting: Setting;
  readonly from: Value;
  readonly to: Value;
  readonly isReset: boolean;
}

/** What the address says about the settings that are shown. */
export interface SettingFilters {
  readonly q?: string;
  /** Only those that somebody has set. */
  readonly set?: true;
}

/** The filters in an address; what cannot be one is left out. */
export function readSettingFilters({ q, set }: Record<string, unknown>): SettingFilters {
  return {
    // The router reads digits as a number.
    ...((typeof q === 'string' || typeof q === 'number') && { q: String(q).slice(0, 64) }),
    ...(set === true && { set }),
  };
}

/** The value of a setting after the drafts. */
export function draftOf(setting: Setting, drafts: Drafts): Value {
  return drafts.has(setting.name) ? (drafts.get(setting.name) ?? setting.default) : setting.value;
}

/** The drafts with another value of a setting; one that changes nothing is no draft. */
export function withDraft(drafts: Drafts, setting: Setting, to: Value | undefined): Drafts {
  const rest = new Map(drafts);
  rest.delete(setting.name);
  const isSame = to === undefined ? setting.isDefault : to === setting.value;
  return isSame ? rest : rest.set(setting.name, to);
}

/** What saving would change. */
export function differencesOf(settings: readonly Setting[], drafts: Drafts): Difference[] {
  return settings
    .filter(({ name }) => drafts.has(name))
    .map((setting) => ({
      setting,
      from: setting.value,
      to: draftOf(setting, drafts),
      isReset: drafts.get(setting.name) === undefined,
    }));
}

/** Whether a value can be sent at all; what it must be like is decided by the server. */
export function isSendable(value: Value): boolean {
  return typeof value !== 'number' || Number.isSafeInteger(value);
}

/** The drafts as parameters of the server. */
export function paramsOf(drafts: Drafts): { values: Record<string, Value>; reset: string[] } {
  const values: Record<string, Value> = {};
  const reset: string[] = [];
  for (const [name, value] of drafts)
    if (value === undefined) reset.push(name);
    else values[name] = value;
  return { values, reset };
}

/** The settings that match the words and filters. `textOf` is all that the reader sees of one. */
export function matching(
  settings: readonly Setting[],
  { q = '', set }: SettingFilters,
  textOf: (setting: Setting) => string,
): Setting[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter((setting) => {
    const text = textOf(setting).toLowerCase();
    return words.every((word) => text.includes(word)) && !(set && setting.isDefault);
  });
}

const STEPS = {
  milliseconds: [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ],
  seconds: [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ],
  bytes: [
    ['gigabyte', 1024 ** 3],
    ['megabyte', 1024 ** 2],
    ['kilobyte', 1024],
  ],
} as const;

/** A number in the largest unit that it is a multiple of, as `Intl` names units; undefined if that is its own. */
export function readable(value: number, unit: Setting['unit']): { count: number; unit: string } | undefined {
  if (unit === undefined || !(unit in STEPS) || value === 0) return undefined;
  for (const [name, size] of STEPS[unit as keyof typeof STEPS])
    if (value % size === 0) return { count: value / size, unit: name };
  return undefined;
}
