import type { DomainError, ErrorCode } from '@kith/core/kernel';
import type { Locale } from '../locale.js';
import { noEndpointText, unexpectedText, wordRefusal } from '../refusal-texts.js';

/** A refusal in the wire format. */
export interface AdminRefusal {
  readonly status: number;
  readonly error: {
    readonly code: ErrorCode | 'fault';
    readonly message: string;
    /** The parameter concerned. */
    readonly field?: string;
    /** Milliseconds until the next attempt may succeed. */
    readonly retryMs?: number;
    /** With `stale`: the newest decision. */
    readonly decided?: { readonly by: string; readonly what: string; readonly at: number };
  };
}

/** The HTTP status of refusals; 400 for all others. */
export const adminStatuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  not_signed_in: 401,
  wrong_credentials: 401,
  wrong_code: 401,
  wrong_passkey: 401,
  forbidden: 403,
  enrolment_required: 403,
  step_up_required: 403,
  not_found: 404,
  username_taken: 409,
  conflict: 409,
  last_owner: 409,
  stale: 409,
  too_large: 413,
  too_many_requests: 429,
  not_stored: 503,
  too_slow: 408,
  unavailable: 503,
};

/** The HTTP status of a refusal. */
export function statusOf(code: ErrorCode): number {
  return adminStatuses[code] ?? 400;
}

/** Converts a refusal to the wire format. */
export function presentRefusal(error: DomainError, locale: Locale): AdminRefusal {
  const { code, detail } = error;
  const { retryMs, decided } = detail;
  const field = detail.field === 'why' ? 'reason' : detail.field;
  const message = wordRefusal(error, locale, field);
  return {
    status: statusOf(code),
    error: {
      code,
      message,
      ...(field !== undefined && { field }),
      ...(retryMs !== undefined && { retryMs }),
      ...(decided !== undefined && { decided }),
    },
  };
}

/** The error for an unexpected failure. */
export function presentFault(locale: Locale): AdminRefusal {
  return { status: 500, error: { code: 'fault', message: unexpectedText[locale] } };
}

/** The error for an unknown path. */
export function presentNoEndpoint(locale: Locale): AdminRefusal {
  return { status: 404, error: { code: 'not_found', message: noEndpointText[locale] } };
}
