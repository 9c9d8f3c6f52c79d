import type { admin, Result } from '@kith/contract';
import type { ShownSetting } from '@kith/core/staff';
import type { Locale } from '../../locale.js';
import { settingTexts } from '../setting-texts.js';

/** A setting with its meaning in the language of the reader. */
export function presentSetting(
  { name, area, schema, value, isDefault, changed }: ShownSetting,
  locale: Locale,
): Result<typeof admin.settings.list>['settings'][number] {
  const { isDangerous = false, isSecret: _, meaning, ...form } = schema;
  const accepted =
    form.kind === 'choice' ? { kind: form.kind, default: form.default, choices: [...form.choices] } : form;
  return {
    name,
    area,
    ...accepted,
    meaning: locale === 'en' ? meaning : settingTexts[name][locale],
    isDangerous,
    value,
    isDefault,
    ...(changed && { changedAt: changed.at, changedBy: changed.by }),
  };
}
