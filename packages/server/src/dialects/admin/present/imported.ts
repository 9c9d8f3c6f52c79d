import type { admin, Result } from '@kith/contract';
import type { Imported } from '@kith/core/people';
import type { Locale } from '../../locale.js';
import { presentRefusal } from '../errors.js';

/** What became of a person of an import, with a refusal in the words of the reader. */
export function presentImported(
  imported: Imported,
  locale: Locale,
): Result<typeof admin.people.importAll>[number] {
  const { outcome } = imported;
  if (outcome === 'valid') return { outcome };
  if (outcome === 'created') return { outcome, id: imported.id };
  const { code, message } = presentRefusal(imported.why, locale).error;
  return { outcome, code, message };
}
