import { bounds, cleanLine, DomainError, invalid, isStorable, type TextLength } from '../kernel/index.js';

/** A title as it is stored: one line, 1 to 200 characters. */
export function cleanTitle(field: string, text: string): string {
  return oneLine(field, text, { max: bounds.text.pageTitleCharacters });
}

/** A line below a title: at most 500 characters. */
export function cleanSummary(field: string, text: string): string {
  return oneLine(field, text, { max: bounds.text.pageSummaryCharacters, min: 0 });
}

/** A port as clients show it: digits, or nothing. */
export function cleanPort(text: string): string {
  if (!/^\d{0,5}$/.test(text)) throw invalid('port');
  return text;
}

/** An address that a client may open: http or https, nothing that runs or reads. */
export function cleanUrl(text: string): string {
  const url = text.trim();
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  if (!isWeb || url.length > bounds.text.pageUrlCharacters) throw invalid('url');
  return new URL(url).href;
}

/** The path of a picture of ours below `/uploads/`, or nothing. */
export function cleanPicture(path: string): string {
  const isOurs = /^\/uploads\/[\w-]+(?:\/[\w-]+)*\.(?:jpg|png|gif)$/.test(path);
  if (path !== '' && !isOurs) throw invalid('picture');
  return path;
}

/** Refuses a page that is too long, before anything looks into it. */
export function checkBody(html: string): void {
  if (html.length > bounds.text.pageBodyCharacters)
    throw new DomainError('too_large', undefined, { field: 'body', limit: bounds.text.pageBodyCharacters });
  if (!isStorable(html)) throw invalid('body');
}

function oneLine(field: string, text: string, length: TextLength): string {
  return cleanLine(field, text.replaceAll(/\s+/g, ' '), length);
}
