import { fold } from '../kernel/index.js';
import { CONTENT } from './content.js';
import type { SearchForm } from './search-index-store.js';
import { searchKeys } from './search-keys.js';

/** Types of messages with a text or name in the index. */
export const SEARCHED_TYPES: readonly number[] = [
  CONTENT.text,
  CONTENT.file,
  CONTENT.location,
  CONTENT.attachment,
];

/** The form of a text in the index. */
export function searchForm(text: string): SearchForm {
  // PostgreSQL cannot store NUL.
  const folded = fold(text).replaceAll('\0', ' ');
  return { folded, grams: searchKeys(folded) };
}

/** The searchable text of a message. */
export function searchText(type: number, content: string): string {
  if (!SEARCHED_TYPES.includes(type)) return '';
  const { text, name } = JSON.parse(content) as { text?: unknown; name?: unknown };
  return [text, name].filter((part) => typeof part === 'string').join('\n');
}
