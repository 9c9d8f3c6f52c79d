import { fold } from '../kernel/index.js';
import { CONTENT } from './content.js';

/** Types of messages with a text or name in the index. */
export const SEARCHED_TYPES: readonly number[] = [
  CONTENT.text,
  CONTENT.file,
  CONTENT.location,
  CONTENT.attachment,
];

/** The searchable text of a message, as the index stores it. */
export function searchForm(type: number, content: string): string {
  // PostgreSQL cannot store NUL.
  return fold(searchText(type, content)).replaceAll('\0', ' ');
}

/** The searchable text of a message. */
export function searchText(type: number, content: string): string {
  if (!SEARCHED_TYPES.includes(type)) return '';
  const { text, name } = JSON.parse(content) as { text?: unknown; name?: unknown };
  return [text, name].filter((part) => typeof part === 'string').join('\n');
}
