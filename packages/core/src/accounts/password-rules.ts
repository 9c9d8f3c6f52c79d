import { bounds, invalid, usernameKey, type Tenant } from '../kernel/index.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

/** The canonical form of a password, independent of the keyboard that typed it. */
export function passwordForm(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Rejects a password that violates the tenant's profile or is easy to guess. At most 256 characters; never truncated.
 * `document`: at least 8, with an upper-case letter, a lower-case letter and a digit; `uniapp`: at least 6. Applies to
 * new passwords only: weaker existing ones still work. Throws `invalid`.
 */
export function checkPassword(tenant: Tenant, password: string, username = ''): void {
  checkPasswordRules(tenant.settings.imProfile === 'document', password, username);
}

/** Rejects a password that violates the rules of the profile `document`, whatever the tenant's is. Throws `invalid`. */
export function checkStrongPassword(password: string, username: string): void {
  checkPasswordRules(true, password, username);
}

function checkPasswordRules(isStrict: boolean, password: string, username: string): void {
  const form = passwordForm(password);
  const { length } = [...form];
  const isLongEnough = length >= (isStrict ? 8 : 6) && length <= bounds.text.passwordCharacters;
  const isMixed = /[A-Z]/.test(form) && /[a-z]/.test(form) && /\d/.test(form);
  if (!isLongEnough || (isStrict && !isMixed)) {
    throw invalid('password', isStrict ? 'password_document' : 'password_uniapp');
  }
  if (isCommonPassword(form, username)) throw invalid('password', 'password_common');
}

const common = new Set(COMMON_PASSWORDS.trim().split(/\s+/));

/**
 * Whether a password (in its canonical form) is easy to guess: a common one, a short or common word beside a row of
 * digits, or the user name surrounded by digits and signs.
 */
function isCommonPassword(password: string, username: string): boolean {
  const word = password.toLowerCase();
  if (common.has(word) || common.has(word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))) return true;
  if (isWordBesideRow(word.replaceAll(/[^\p{L}\p{N}]+/gu, ''))) return true;
  const name = indexLettersOf(usernameKey(username));
  const said = indexLettersOf(word);
  return name !== '' && [name, name + name, [...name].toReversed().join('')].includes(said);
}

/** `Wang123456`, `Admin@123`, `1234Qwer`: guessing tools combine such words with each row of digits. */
function isWordBesideRow(word: string): boolean {
  const [, before = '', digits = '', after = ''] = /^(\p{L}*)(\d{3,})(\p{L}*)$/u.exec(word) ?? [];
  const isRow = '01234567890'.includes(digits) || '9876543210'.includes(digits) || /^(\d)\1+$/.test(digits);
  const letters = before || after;
  const isOneWord = letters !== '' && (before === '' || after === '');
  return isOneWord && isRow && (letters.length <= 5 || common.has(letters));
}

/** The text without surrounding digits and signs; for a number, its digits. */
function indexLettersOf(text: string): string {
  return text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '') || text.replaceAll(/[^\p{N}]/gu, '');
}
