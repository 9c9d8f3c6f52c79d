import {
  bounds,
  cleanLine,
  cleanName,
  cutLine,
  invalid,
  isDay,
  type AgeStatus,
  type Tenant,
} from '../kernel/index.js';

/** The signature line that a new account has; the documents show this sentence. */
export const DEFAULT_SIGNATURE = '本宝宝暂时还没有想到个性的签名';

// Characters that nobody sees would make two names look alike.
const EMAIL = /^[^\s@\p{Cc}\p{Cf}]{1,64}@[^\s@\p{Cc}\p{Cf}]{1,255}$/u;
const USERNAME = /^[\p{L}\p{N}_]{1,20}$/u;
const PHONE = /^\+?\d{5,15}$/;

/** Refuses a user name that is neither word characters (1 to 20) nor an e-mail address. */
export function checkUsername(username: string): void {
  const isEmail = username.length <= 100 && EMAIL.test(username);
  if (!isEmail && !USERNAME.test(username)) {
    throw invalid('username', 'username');
  }
}

/** Whether a user name can receive a text message. */
export function isPhone(text: string): boolean {
  return PHONE.test(text);
}

/**
 * Refuses a password that the tenant's profile does not allow. At most 256 characters; nothing is cut
 * off. `document`: 8 or more with an upper-case letter, a lower-case letter and a digit; `uniapp`: 6 or more.
 */
export function checkPassword(tenant: Tenant, password: string): void {
  const length = [...password].length;
  const isStrict = tenant.settings.imProfile === 'document';
  const isLongEnough = length >= (isStrict ? 8 : 6) && length <= 256;
  const isMixed = /[A-Z]/.test(password) && /[a-z]/.test(password) && /\d/.test(password);
  if (!isLongEnough || (isStrict && !isMixed)) {
    throw invalid('password', isStrict ? 'password_document' : 'password_uniapp');
  }
}

/** From which ages somebody may move to this one by the own word; staying is free. */
export function movesToAge(status: AgeStatus): readonly AgeStatus[] {
  if (status === 2) return [0, 1, 2];
  return status === 1 ? [0, 1] : [0];
}

/** Who is this old is of age. */
const ADULT_YEARS = 18;

/** On which side of the age line somebody is on a day (`2026-11-26`) who was born on another. */
export function ageOn(day: string, birthDate: string): 1 | 2 {
  const [year, rest] = [Number(birthDate.slice(0, 4)), birthDate.slice(4)];
  return `${year + ADULT_YEARS}${rest}` <= day ? 1 : 2;
}

/** Refuses what is no day, or none on which somebody who lives can have been born. Throws `invalid`. */
export function checkBirthDate(birthDate: string, today: string): void {
  if (!isDay(birthDate) || birthDate < '1900-01-01' || birthDate > today) throw invalid('birth_date');
}

/** A nickname as it is stored. Throws `invalid`. */
export function cleanNickname(nickname: string): string {
  return cleanName('nickname', nickname);
}

/** The nickname of somebody who gave none; an e-mail address may be longer than a nickname. */
export function nicknameFrom(username: string): string {
  return cutLine(username, bounds.text.nameCharacters);
}

/** A signature line as it is stored: at most 50 characters. */
export function cleanSignature(signature: string): string {
  return cleanLine('signature', signature, { max: bounds.text.lineCharacters, min: 0 });
}
