import { useFormatter, useTranslations } from '../../../text/index.js';
import { readable, type Setting, type Value } from './drafts.js';

/** Words the value of a setting, large numbers in a unit that can be read. */
export function useValueText(): (setting: Setting, value: Value) => string {
  const t = useTranslations('console.settings');
  const format = useFormatter();
  return ({ unit }, value) => {
    if (typeof value === 'boolean') return t(value ? 'on' : 'off');
    if (typeof value === 'string') return value === '' ? t('emptyText') : value;
    const found = readable(value, unit);
    if (found) return format.number(found.count, { style: 'unit', unit: found.unit, unitDisplay: 'long' });
    return unit === undefined
      ? format.number(value)
      : `${format.number(value)} ${t(`units.${unit}`, { count: value })}`;
  };
}
