import { bounds, DomainError, type ErrorCode, type Tenant, type ValueRule } from '@kith/core/kernel';
import { fieldNameOf } from '../field-names.js';
import type { Values } from '../transport.js';

/** An error in the wire format. */
export interface ApiError {
  readonly status: 400 | 429 | 500;
  readonly code: number;
  readonly message: string;
  /** The parameter concerned, if core does not name it. */
  readonly field?: string;
}

/** A complete error, except for the name of the server. */
export interface ApiRefusal extends ApiError {
  /** Seconds to wait before the next attempt. */
  readonly retryAfter?: number;
  /** For a quota: its limit, the remaining amount, and the reset time in milliseconds. */
  readonly quota?: { readonly limit: number; readonly remaining: number; readonly resetAt: number };
}

const say = (code: number, message: string, field?: string): ApiError => ({
  status: code < 429_000 ? 400 : code < 500_000 ? 429 : 500,
  code,
  message,
  ...(field !== undefined && { field }),
});

const badToken = say(400401, 'api token error or expired');
const noPermission = say(400403, 'permission error');
const noData = say(400404, 'data not found');

/** The wire format of every error code. */
export const apiErrors: Readonly<Record<ErrorCode, ApiError>> = {
  // Names the parameter and the broken rule.
  invalid: say(400101, '參數驗證錯誤:{field} => {rule}'),
  not_signed_in: badToken,
  account_frozen: badToken,
  account_deleting: badToken,
  account_disabled: badToken,
  wrong_credentials: say(400402, 'auth failed error'),
  not_owner: say(400402, 'auth failed error'),
  username_taken: say(400101, '參數驗證錯誤:{field} => unique', 'username'),
  wrong_code: say(400101, '參數驗證錯誤:{field} => valid', 'sms_code'),
  wrong_passkey: say(400402, 'auth failed error'),
  wrong_invite_code: say(400101, '參數驗證錯誤:{field} => valid', 'invite_code'),
  registration_closed: noPermission,
  address_full: noPermission,
  visitors_full: noPermission,
  feature_off: noPermission,
  enrolment_required: noPermission,
  step_up_required: noPermission,
  last_owner: noPermission,
  stale: noPermission,
  not_found: noData,
  // A blocked caller must not learn that the account exists.
  blocked: noData,
  not_friends: noPermission,
  forbidden: noPermission,
  locked: noPermission,
  awaiting_answer: noPermission,
  no_tickets: say(400601, 'match tickets used up'),
  no_super_waves: say(400602, 'super waves used up'),
  muted: say(400405, 'user is bucketed'),
  bucketed: say(400405, 'user is bucketed'),
  busy: noPermission,
  in_call: noPermission,
  call_over: noPermission,
  no_group_calls: noPermission,
  no_agent: noData,
  already_friends: noPermission,
  full: noPermission,
  not_savable: noPermission,
  quota_exceeded: noPermission,
  conflict: say(400101, '參數驗證錯誤:{field} => unique', 'client_msg_id'),
  no_such_icon: say(400501, 'icon setting error'),
  // Names the exceeded limit.
  too_large: say(400101, '參數驗證錯誤:{field} => {size}:{limit}'),
  unsupported_media: say(400101, '參數驗證錯誤:{field} => image'),
  receipt_unverified: say(400604, 'receipt could not be verified'),
  too_many_requests: say(429001, 'too many requests'),
  too_slow: say(400101, '參數驗證錯誤:{field} => complete', 'body'),
  upload_quota: say(429001, 'too many requests'),
  not_stored: say(500103, 'write file error'),
  unavailable: say(500101, 'database insert error'),
};

const fault = say(500104, 'database update error');

/** The message for a missing parameter. */
const MISSING = '必要參數未傳:{field}';

/** The wire names of core's value rules. */
const ruleNames: Readonly<Record<ValueRule, string>> = {
  password_document: 'password:8',
  password_uniapp: 'password:6',
  password_old: 'old_password',
  password_repeat: 'same_password',
  username: 'username',
  username_number: 'phone_code',
  name_reserved: 'reserved',
  password_common: 'uncommon_password',
  phone: 'phone',
  email: 'email',
  email_taken: 'unique',
  plan_taken: 'unique',
  tenant_taken: 'unique',
  self: 'not_self',
  empty: 'length',
  length: 'length',
  stranger_links: 'no_links',
  moment_empty: 'not_empty',
  moment_files: 'files',
  file_bytes: 'max_size',
  media_damaged: 'image',
  media_incomplete: 'image',
  media_pixels: 'max_pixels',
  media_frames: 'max_frames',
  media_parts: 'max_parts',
  media_seconds: 'max_seconds',
  video_kind: 'video',
  video_damaged: 'video',
  video_incomplete: 'video',
  video_no_duration: 'video',
  video_sound_only: 'video',
  video_bytes: 'max_size',
  video_seconds: 'max_seconds',
  video_pixels: 'max_pixels',
};

/** The wire names of size limits. */
const sizeRules = {
  characters: 'max_length',
  items: 'max_items',
  bytes: 'max_size',
  pixels: 'max_pixels',
  frames: 'max_frames',
  parts: 'max_parts',
  seconds: 'max_seconds',
} as const;

/** The error for a value that breaks a rule of the contract. */
export function brokenRule(field: string, rule: string): DomainError {
  return new DomainError('invalid', `${field} breaks the rule ${rule}.`, { field, apiRule: rule });
}

/** The error for a missing required value. */
export function missing(field: string): DomainError {
  return new DomainError('invalid', `${field} is missing.`, { field, isMissing: true });
}

/** The parts of a request that its error message depends on. */
export interface Request {
  readonly values: Values;
  /** Parameters whose values must not be repeated. */
  readonly secrets: ReadonlySet<string>;
  /** Undefined until it is known. */
  readonly tenant: Tenant | undefined;
}

/** Converts a refusal to the wire format. */
export function presentRefusal(error: DomainError, request: Request): ApiRefusal {
  const refusal = wordRefusal(error, request);
  if (!request.tenant?.settings.fullWidthColon) return refusal;
  return { ...refusal, message: refusal.message.replace(/^(必要參數未傳|參數驗證錯誤):/, '$1：') };
}

function wordRefusal(error: DomainError, { values, secrets }: Request): ApiRefusal {
  const base = apiErrors[error.code];
  const { limit, remaining, resetAt, retryMs } = error.detail;
  const field = fieldNameOf(error) ?? base.field ?? 'body';
  if (error.detail['isMissing']) return { ...base, message: MISSING.replace('{field}', () => field) };
  const message = base.message
    .replace('{field}', () => field)
    .replace('{size}', () => sizeRules[error.detail.unit ?? 'characters'])
    .replace(':{limit}', limit === undefined ? '' : `:${limit}`)
    .replace('{rule}', () => ruleOf(error));
  const isAboutValue = base.code === 400101 && Object.hasOwn(values, field) && !secrets.has(field);
  return {
    ...base,
    message: isAboutValue ? `${message}, value=${shown(values[field])}` : message,
    ...(retryMs !== undefined && { retryAfter: Math.ceil(retryMs / 1000) }),
    ...(resetAt !== undefined && { quota: { limit: limit ?? 0, remaining: remaining ?? 0, resetAt } }),
  };
}

/** The error for an unexpected failure. */
export function presentFault(): ApiRefusal {
  return fault;
}

/** The error for an unknown path. */
export function presentNoEndpoint(): ApiRefusal {
  return apiErrors.not_found;
}

function ruleOf({ detail }: DomainError): string {
  if (detail.allowed) return `white_list:${detail.allowed.join('/')}`;
  return typeof detail['apiRule'] === 'string'
    ? detail['apiRule']
    : detail.rule
      ? ruleNames[detail.rule]
      : 'valid';
}

/** A value as it may be quoted: one short line, never the contents of an object. */
function shown(value: unknown): string {
  const last = Array.isArray(value) ? (value.at(-1) as unknown) : value;
  if (typeof last === 'object') return '';
  const beginning = String(last).slice(0, 4 * bounds.text.shownValueCharacters);
  return [...beginning.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')]
    .slice(0, bounds.text.shownValueCharacters)
    .join('');
}
