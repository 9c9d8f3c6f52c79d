import type { SettingSchema, SettingValue } from './setting.js';
import { countCharacters, isStorable } from './text/index.js';

/** Whether a setting accepts a value. */
export function acceptsSetting(schema: SettingSchema, value: unknown): value is SettingValue {
  switch (schema.kind) {
    case 'switch':
      return typeof value === 'boolean';
    case 'number':
      return Number.isSafeInteger(value) && Number(value) >= schema.min && Number(value) <= schema.max;
    case 'choice':
      return typeof value === 'string' && schema.choices.includes(value);
    case 'text':
      return typeof value === 'string' && acceptsText(schema, value);
    case 'timeZone':
      return typeof value === 'string' && isTimeZone(value);
  }
}

function acceptsText(
  { maxCharacters, pattern }: Extract<SettingSchema, { kind: 'text' }>,
  text: string,
): boolean {
  if (!isStorable(text) || countCharacters(text) > maxCharacters) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}

/** Whether a text names a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
