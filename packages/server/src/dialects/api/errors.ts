import { bounds, DomainError, type ErrorCode, type Tenant, type ValueRule } from '@kith/core/kernel';
import type { Values } from '../transport.js';

/** How a refusal looks on the wire. */
export interface ApiError {
  readonly status: 400 | 429 | 500;
  readonly code: number;
  readonly message: string;
  /** What it is about, when core does not say so. */
  readonly field?: string;
}

/** A refusal as it is sent, but for the name of the server. */
export interface ApiRefusal extends ApiError {
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter?: number;
  /** Of a quota: how much there is, what is left of it, and when there is more, in milliseconds. */
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

/** Every refusal of the product in the numbers and words of this dialect. */
export const apiErrors: Readonly<Record<ErrorCode, ApiError>> = {
  // Says which parameter, and which of its rules.
  invalid: say(400101, '參數驗證錯誤:{field} => {rule}'),
  not_signed_in: badToken,
  account_frozen: badToken,
  account_disabled: badToken,
  wrong_credentials: say(400402, 'auth failed error'),
  not_owner: say(400402, 'auth failed error'),
  username_taken: say(400101, '參數驗證錯誤:{field} => unique', 'username'),
  wrong_code: say(400101, '參數驗證錯誤:{field} => valid', 'sms_code'),
  wrong_invite_code: say(400101, '參數驗證錯誤:{field} => valid', 'invite_code'),
  registration_closed: noPermission,
  address_full: noPermission,
  visitors_full: noPermission,
  feature_off: noPermission,
  not_found: noData,
  // Who is blocked must not learn that somebody is there.
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
  // Says of what it is too much.
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

/** What is said of a parameter that is not there. */
const MISSING = '必要參數未傳:{field}';

/** How this dialect calls the rules of values that core knows. */
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
  self: 'not_self',
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

/** How this dialect calls what there can be too much of. */
const sizeRules = {
  characters: 'max_length',
  items: 'max_items',
  bytes: 'max_size',
  pixels: 'max_pixels',
  frames: 'max_frames',
  parts: 'max_parts',
  seconds: 'max_seconds',
} as const;

/** A value broke a rule of the contract. */
export function brokenRule(field: string, rule: string): DomainError {
  return new DomainError('invalid', `${field} breaks the rule ${rule}.`, { field, apiRule: rule });
}

/** A value that is needed was not sent. */
export function missing(field: string): DomainError {
  return new DomainError('invalid', `${field} is missing.`, { field, isMissing: true });
}

/** What a request was made of, as far as its refusal depends on it. */
export interface Request {
  readonly values: Values;
  /** Parameters whose values nobody is told. */
  readonly secrets: ReadonlySet<string>;
  /** Undefined as long as nobody knows. */
  readonly tenant: Tenant | undefined;
}

/** A refusal in the words of this dialect. */
export function presentRefusal(error: DomainError, request: Request): ApiRefusal {
  const refusal = wordRefusal(error, request);
  if (!request.tenant?.settings.fullWidthColon) return refusal;
  return { ...refusal, message: refusal.message.replace(/^(必要參數未傳|參數驗證錯誤):/, '$1：') };
}

function wordRefusal(error: DomainError, { values, secrets }: Request): ApiRefusal {
  const base = apiErrors[error.code];
  const { field = base.field ?? 'body', limit, remaining, resetAt, retryMs } = error.detail;
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

/** What is said when we failed. */
export function presentFault(): ApiRefusal {
  return fault;
}

/** What an unknown path gets. */
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

/** A value as it may be said back: on one line, not long, and never what an object looks like inside. */
function shown(value: unknown): string {
  const last = Array.isArray(value) ? (value.at(-1) as unknown) : value;
  if (typeof last === 'object') return '';
  const beginning = String(last).slice(0, 4 * bounds.text.shownValueCharacters);
  return [...beginning.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')]
    .slice(0, bounds.text.shownValueCharacters)
    .join('');
}
