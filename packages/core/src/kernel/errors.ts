/**
 * Every error code with its meaning. Dialects map the codes in a `Record<ErrorCode, …>`, so a new code does not
 * compile until every dialect handles it.
 */
export const errorCodes = {
  invalid: 'A value is missing, has the wrong type or breaks a rule.',
  not_signed_in: 'The token is missing, malformed, expired, revoked or from another tenant.',
  wrong_credentials: 'The user name or the password is wrong; the response never reveals which.',
  account_frozen: 'The owner has frozen the account; signing in through `in/frozen` thaws it.',
  account_deleting:
    'The owner has deleted the account; signing in through `in/frozen` keeps it until it is erased.',
  account_disabled: 'An operator has disabled the account.',
  username_taken: 'Another account of the tenant has this user name or a similar-looking one.',
  registration_closed: 'The tenant does not allow this kind of registration.',
  wrong_code: 'The confirmation code is wrong, used or expired.',
  wrong_passkey: 'The passkey is unknown, or its answer is not one to the latest challenge.',
  wrong_invite_code: 'Registration requires an invite code, and this one is not valid.',
  address_full: "The address has reached the tenant's limit for accounts per address.",
  visitors_full: "The tenant's limit for visitors within 24 hours is reached.",
  enrolment_required: 'The member of staff must first set a password and an authenticator.',
  step_up_required: 'The action needs a proof of identity from the last minutes.',
  last_owner: 'The tenant would have no owner left.',
  stale:
    'The decision is about an earlier version: somebody has decided meanwhile. `decided` says who, what and when.',
  feature_off: 'The product does not have this feature, by design.',
  not_owner: "The id sent as the caller's own belongs to another account.",
  not_found: 'It does not exist, or the caller may not know that it exists.',
  not_friends: 'The two users are not friends, so they cannot write to each other.',
  blocked: 'One of the two users has blocked the other.',
  bucketed: 'Moderation temporarily allows the caller to read but not to write.',
  locked: 'A stranger wrote this; the caller needs a key, an answer or VIP to read it.',
  awaiting_answer: 'The caller has reached the limit of messages to a stranger before an answer.',
  no_tickets: 'The caller has reached the daily limit of new people to write to.',
  no_super_waves: 'The caller has no super wave left today.',
  muted: 'The caller may read this conversation but not write to it.',
  forbidden: 'The caller may see it but lacks the role for this action.',
  busy: 'The other user is in a call.',
  in_call: 'The caller is already in a call.',
  call_over: 'The call has ended.',
  no_group_calls: 'Calls are between two users; groups have none.',
  no_agent: 'The tenant has no support agent.',
  already_friends: 'The two users are already friends.',
  full: 'The group is full; `limit` is its maximum size.',
  conflict: 'The client id was already used for a different request.',
  no_such_icon: 'The part of a drawn picture does not exist, or the caller may not use it.',
  too_large: 'A file, a field or a list exceeds its limit.',
  unsupported_media:
    'Files of this kind are not accepted here, or `rule` states what is wrong with the file.',
  not_savable: 'Messages of this kind cannot be saved, or the message burns after reading.',
  quota_exceeded: "The caller's storage limit is reached; `used` and `limit` are counted in `unit`.",
  upload_quota: "The tenant's daily upload limit is reached; try again after `retryMs`.",
  receipt_unverified: 'No store confirms this purchase, or it belongs to another account.',
  too_many_requests: 'A rate limit was reached; try again after `retryMs`.',
  too_slow: 'The request was too slow, or inactive for too long, and was aborted; nothing has changed.',
  not_stored:
    'A file could not be written, or the disk is nearly full; nothing was changed, and a retry is safe.',
  unavailable: 'The server cannot do this now (database unreachable, queue full); a retry is safe.',
} as const;

/** A code of `errorCodes`. */
export type ErrorCode = keyof typeof errorCodes;

/** Details of an error beside its code; dialects choose which ones they show. */
export interface ErrorDetail {
  readonly field?: string;
  readonly rule?: ValueRule | undefined;
  /** The field's allowed values, if there are few. */
  readonly allowed?: readonly (string | number)[];
  readonly retryMs?: number;
  readonly limit?: number;
  readonly used?: number;
  /** For a quota: the rest of `limit`, and when it resets, in milliseconds. */
  readonly remaining?: number;
  readonly resetAt?: number;
  /** The newest decision about a reviewed item. */
  readonly decided?: { readonly by: string; readonly what: string; readonly at: number };
  readonly unit?: 'items' | 'bytes' | 'pixels' | 'frames' | 'parts' | 'seconds';
  readonly [key: string]: unknown;
}

/** An expected error. Thrown where the rule is known; translated once, at the edge. */
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

/** Rules with a message of their own. */
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
  | 'email'
  | 'email_taken'
  | 'plan_taken'
  | 'tenant_taken'
  | 'self'
  | 'empty'
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

/** Creates an `invalid` error that names the field and, if the rule has its own message, the rule and its `limit`. */
export function invalid(field: string, rule?: ValueRule, limit?: number): DomainError {
  return new DomainError('invalid', rule ? `${field} breaks the rule ${rule}.` : `${field} is not valid.`, {
    field,
    rule,
    ...(limit !== undefined && { limit }),
  });
}

/**
 * The database did not answer, or rejects work for now. The statement may have been executed. The database adapter
 * throws it.
 */
export class DatabaseUnavailable extends Error {
  readonly code: string;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'DatabaseUnavailable';
    this.code = 'code' in cause ? String(cause.code) : CONNECTION_FAILURE;
  }
}

/** The SQLSTATE of a broken connection. */
const CONNECTION_FAILURE = '08006';

/** Whether a statement failed because another row has the same value of a unique index. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
