import { errorCodes, type DomainError, type ErrorCode } from '@kith/core/kernel';
import { fieldNameOf } from '../field-names.js';
import type { Locale, LocalizedText } from '../locale.js';
import { noEndpointText, refusalTexts, unexpectedText, wordRefusal } from '../refusal-texts.js';

/** An error in the wire format: a number other than 0, and a message that clients show as it is. */
export interface ImError {
  readonly err: number;
  readonly says: LocalizedText;
}

/** The numbers other than 1 that clients know. */
const numbers: Partial<Readonly<Record<ErrorCode, number>>> = {
  account_deleting: 3,
  account_disabled: 4,
  muted: 2,
};

const codes = Object.keys(errorCodes) as ErrorCode[]; // the keys of the table are its codes

/** The wire format of every error code. */
export const imErrors = Object.fromEntries(
  codes.map((code): [ErrorCode, ImError] => [code, { err: numbers[code] ?? 1, says: refusalTexts[code] }]),
) as Readonly<Record<ErrorCode, ImError>>; // one entry for each code

/** The number and message of a refusal. */
export function presentRefusal(error: DomainError, locale: Locale): { err: number; msg: string } {
  return { err: imErrors[error.code].err, msg: wordRefusal(error, locale, fieldNameOf(error)) };
}

/** The error for an unexpected failure. */
export function presentFault(locale: Locale): { err: number; msg: string } {
  return { err: 1, msg: unexpectedText[locale] };
}

/** The error for an unknown path. */
export function presentNoEndpoint(locale: Locale): { err: number; msg: string } {
  return { err: 1, msg: noEndpointText[locale] };
}
