import { DomainError, invalid } from '../kernel/index.js';

/** Characters of a title or a name, of a line below it, of an address, and of a page. */
const MAX_TITLE = 200;
const MAX_SUMMARY = 500;
const MAX_URL = 2000;
export const MAX_BODY = 60_000;

/** A title as it is stored: one line, 1 to 200 characters. */
export function cleanTitle(field: string, text: string): string {
  return cleanLine(field, text, 1, MAX_TITLE);
}

/** A line below a title: at most 500 characters. */
export function cleanSummary(field: string, text: string): string {
  return cleanLine(field, text, 0, MAX_SUMMARY);
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
  if (!isWeb || url.length > MAX_URL) throw invalid('url');
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
  if (html.length > MAX_BODY)
    throw new DomainError('too_large', undefined, { field: 'body', limit: MAX_BODY });
  if (!isStorable(html)) throw invalid('body');
}

function cleanLine(field: string, text: string, min: number, max: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const { length } = [...line];
  if (length < min || length > max) throw invalid(field, 'length');
  if (!isStorable(line)) throw invalid(field);
  return line;
}

/** PostgreSQL takes neither NUL nor half a character. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}
