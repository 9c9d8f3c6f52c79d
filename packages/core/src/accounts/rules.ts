import {
  boundMarks,
  bounds,
  cleanLine,
  cleanName,
  countCharacters,
  invalid,
  isDay,
  usernameKey,
  type AgeStatus,
} from '../kernel/index.js';

const IGNORABLE = '\\p{Default_Ignorable_Code_Point}';
// Invisible characters would make two names look alike.
const EMAIL_PART = `[^\\s@\\p{Cc}\\p{Cf}${IGNORABLE}]`;
const EMAIL = new RegExp(`^${EMAIL_PART}{1,64}@${EMAIL_PART}{1,255}$`, 'u');
const MAIL_ADDRESS = /^[^\s\p{C}<>()[\],;:"\\@]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u;
const USERNAME = new RegExp(`^(?!\\p{M})(?:(?!${IGNORABLE})[\\p{L}\\p{M}\\p{N}_])+$`, 'u');
const PHONE = /^\+?\d{5,15}$/;
/** Scripts with confusable letters: a name uses only one of them. */
const TWIN_SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Cherokee', 'Coptic'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

/**
 * Validates a user name and returns its NFC form: 1 to 20 letters of any script with their marks, digits or
 * underscores, or an e-mail address. Throws `invalid`.
 */
export function cleanUsername(text: string): string {
  const { usernameUnits, usernameCharacters, emailUnits } = bounds.text;
  const username = text.length > usernameUnits ? '' : text.trim().normalize('NFC');
  const isEmail = username.length <= emailUnits && EMAIL.test(username);
  const isName =
    USERNAME.test(username) &&
    boundMarks(username) === username &&
    countCharacters(username) <= usernameCharacters;
  const isOfOneScript = TWIN_SCRIPTS.filter((script) => script.test(username)).length <= 1;
  if ((!isEmail && !isName) || !isOfOneScript) throw invalid('username', 'username');
  return username;
}

/** Whether a user name has only digits: it may be another account's id or phone, so it requires proof. */
export function isNumber(username: string): boolean {
  return /^\p{N}+$/u.test(usernameKey(username));
}

/** Whether a user name is a contact address: a phone number or an e-mail address. `hasContactName` has the same rule in SQL. */
export function isContactName(username: string): boolean {
  return isNumber(username) || isPhone(username) || username.includes('@');
}

/** Whether a user name can receive a text message. */
export function isPhone(text: string): boolean {
  return PHONE.test(text);
}

/** Whether a mail server can be given this address: nothing quoted, and a domain of at least two parts. */
export function isMailAddress(text: string): boolean {
  return text.length <= bounds.text.mailAddressUnits && MAIL_ADDRESS.test(text);
}

/** The form of a mail address by which accounts have it once. Mailboxes ignore case. */
export function mailKey(address: string): string {
  return address.normalize('NFC').toLowerCase();
}

/** The age statuses from which a user may change to this one without proof; staying is always allowed. */
export function movesToAge(status: AgeStatus): readonly AgeStatus[] {
  if (status === 2) return [0, 1, 2];
  return status === 1 ? [0, 1] : [0];
}

/** Age of majority. */
export const ADULT_YEARS = 18;

/** The age status on a day (`2026-11-26`) of a person born on `birthDate`; `isAdultOn` has the same rule in SQL. */
export function ageOn(day: string, birthDate: string): 1 | 2 {
  const [year, rest] = [Number(birthDate.slice(0, 4)), birthDate.slice(4)];
  return `${year + ADULT_YEARS}${rest}` <= day ? 1 : 2;
}

/** Rejects a text that is not a plausible birth date. Throws `invalid`. */
export function checkBirthDate(birthDate: string, today: string): void {
  if (!isDay(birthDate) || birthDate < '1900-01-01' || birthDate > today) throw invalid('birth_date');
}

/** Cleans a nickname for storage. Throws `invalid`. */
export function cleanNickname(nickname: string): string {
  return cleanName('nickname', nickname);
}

/** The default nickname: the user name, unless it is a phone number or an e-mail address. */
export function nicknameFrom(username: string, neutral: string): string {
  return isContactName(username) ? neutral : username;
}

/** Cleans a signature for storage: at most 50 characters. Throws `invalid`. */
export function cleanSignature(signature: string): string {
  return cleanLine('signature', signature, { max: bounds.text.lineCharacters, min: 0 });
}
