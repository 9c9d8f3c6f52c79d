/**
 * Every way in which the product refuses, with its meaning. Dialects map each code once
 * (`Record<ErrorCode, …>`), so a new code does not compile until every dialect answers it.
 */
export const errorCodes = {
  invalid: 'A value is missing, has the wrong type or breaks a rule.',
  not_signed_in: 'The token is missing, malformed, expired, revoked or of another tenant.',
  wrong_credentials: 'The user name or the password is wrong; which one is never said.',
  account_frozen: 'The owner has frozen the account; signing in through `in/frozen` thaws it.',
  account_disabled: 'An operator has disabled the account.',
  username_taken: 'Another account of the tenant has this user name, or one that looks like it.',
  registration_closed: 'The tenant does not let people register in this way.',
  wrong_code: 'The confirmation code is wrong, used, or too old.',
  wrong_invite_code: 'Registration needs an invitation, and this code is none.',
  address_full: 'The address has as many accounts as the tenant lets one have.',
  visitors_full: 'As many visitors as the tenant takes have come within a day.',
  feature_off: 'The product does not have this feature, and will not have it.',
  not_owner: "The id that was sent as the own one is somebody else's.",
  not_found: 'There is no such thing, or the caller may not know that there is.',
  not_friends: 'The two people are not friends, so they cannot write to each other.',
  blocked: 'One of the two people has blocked the other.',
  bucketed: 'Moderation lets the caller read but not write, for a time.',
  locked: 'A stranger wrote this; a key, an answer or VIP lets the caller read it.',
  awaiting_answer: 'The caller has written to a stranger as much as there may be before an answer.',
  no_tickets: 'The caller has begun to write to as many people as may be on one day.',
  no_super_waves: 'The caller has no super wave left today.',
  muted: 'The caller may read this conversation but not write to it.',
  forbidden: 'The caller knows this thing but lacks the role for this action.',
  busy: 'The other person is in a call.',
  in_call: 'The caller is in a call already.',
  call_over: 'The call has ended.',
  no_group_calls: 'A call is between two people; a group has none.',
  no_agent: 'Nobody serves the customers of this tenant.',
  already_friends: 'The two people are friends already.',
  full: 'The group has no place left; `limit` is how many it has.',
  conflict: 'The client id was used before for something else.',
  no_such_icon: 'There is no such part of a drawn picture, or the caller may not use it.',
  too_large: 'A file, a field or a list is over its limit.',
  unsupported_media:
    'The file is not of a kind that is accepted here, or its `rule` says what is wrong with it.',
  not_savable: 'A message of this kind cannot be kept, or it is to vanish once it is read.',
  quota_exceeded: 'What the caller keeps has reached its limit; `used` and `limit` are numbers of `unit`.',
  upload_quota:
    'The caller has uploaded as many bytes as the tenant allows on one day; try again after `retryMs`.',
  receipt_unverified: 'Nobody vouches for this purchase, or it is not of the caller.',
  too_many_requests: 'A rate limit was reached; try again after `retryMs`.',
  too_slow: 'A request came so slowly, or with such long silence, that it was given up; nothing has changed.',
  not_stored:
    'A file could not be written, or the disk is nearly full; nothing has changed, and a retry is safe.',
  unavailable: 'The server cannot do this now (database gone, queue full); a retry is safe.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** What a refusal can say beside its code; dialects choose what of it they show. */
export interface ErrorDetail {
  readonly field?: string;
  readonly rule?: ValueRule | undefined;
  /** The values that the field may have, when there are few. */
  readonly allowed?: readonly (string | number)[];
  readonly retryMs?: number;
  readonly limit?: number;
  readonly used?: number;
  /** Of a quota: what is left of `limit`, and when there is more, in milliseconds. */
  readonly remaining?: number;
  readonly resetAt?: number;
  readonly unit?: 'items' | 'bytes' | 'pixels' | 'frames' | 'parts' | 'seconds';
  readonly [key: string]: unknown;
}

/** An expected refusal. Thrown where the rule is known; translated once, at the edge. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, message: string = errorCodes[code], detail: ErrorDetail = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.detail = detail;
  }
}

/** Rules of values that have sentences of their own. */
export type ValueRule =
  | 'password_document'
  | 'password_uniapp'
  | 'password_old'
  | 'password_repeat'
  | 'username'
  | 'username_number'
  | 'name_reserved'
  | 'password_common'
  | 'phone'
  | 'self'
  | 'length'
  | 'stranger_links'
  | 'moment_empty'
  | 'moment_files'
  | 'file_bytes'
  | 'media_damaged'
  | 'media_incomplete'
  | 'media_pixels'
  | 'media_frames'
  | 'media_parts'
  | 'media_seconds'
  | 'video_kind'
  | 'video_damaged'
  | 'video_incomplete'
  | 'video_no_duration'
  | 'video_sound_only'
  | 'video_bytes'
  | 'video_seconds'
  | 'video_pixels';

/** A refusal for a bad value, naming the field and, where it has a sentence of its own, the rule. */
export function invalid(field: string, rule?: ValueRule): DomainError {
  return new DomainError('invalid', rule ? `${field} breaks the rule ${rule}.` : `${field} is not valid.`, {
    field,
    rule,
  });
}

/** The database did not answer, or will not just now. What was asked may have been done. The adapter tells it apart. */
export class DatabaseGone extends Error {
  readonly code: string;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'DatabaseGone';
    this.code = 'code' in cause ? String(cause.code) : CONNECTION_FAILURE;
  }
}

/** The SQLSTATE of a connection that broke. */
const CONNECTION_FAILURE = '08006';
