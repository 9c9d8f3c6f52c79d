import { bounds, cleanLine, DomainError, invalid, isStorable, type TextLength } from '../kernel/index.js';

/** Cleans a title for storage: one line, 1 to 200 characters. Throws `invalid`. */
export function cleanTitle(field: string, text: string): string {
  return oneLine(field, text, { max: bounds.text.pageTitleCharacters });
}

/** Cleans a summary for storage: one line, at most 500 characters. Throws `invalid`. */
export function cleanSummary(field: string, text: string): string {
  return oneLine(field, text, { max: bounds.text.pageSummaryCharacters, min: 0 });
}

/** Validates a port as clients show it: digits, or empty. Throws `invalid`. */
export function cleanPort(text: string): string {
  if (!/^\d{0,5}$/.test(text)) throw invalid('port');
  return text;
}

/** Validates a URL that clients may open: only http or https. Throws `invalid`. */
export function cleanUrl(text: string): string {
  const url = text.trim();
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  if (!isWeb || url.length > bounds.text.pageUrlCharacters) throw invalid('url');
  return new URL(url).href;
}

/** Validates the path of a stored picture below `/uploads/`, or an empty text. Throws `invalid`. */
export function cleanPicture(path: string): string {
  const isOurs = /^\/uploads\/[\w-]+(?:\/[\w-]+)*\.(?:jpg|png|gif)$/.test(path);
  if (path !== '' && !isOurs) throw invalid('picture');
  return path;
}

/** Rejects a page that is too long or cannot be stored, before anything parses it. Throws `too_large` or `invalid`. */
export function checkBody(html: string): void {
  if (html.length > bounds.text.pageBodyCharacters)
    throw new DomainError('too_large', undefined, { field: 'body', limit: bounds.text.pageBodyCharacters });
  if (!isStorable(html)) throw invalid('body');
}

function oneLine(field: string, text: string, length: TextLength): string {
  return cleanLine(field, text.replaceAll(/\s+/g, ' '), length);
}
