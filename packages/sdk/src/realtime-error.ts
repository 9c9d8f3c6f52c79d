/**
 * Why a realtime request failed. `code` is one of the server's error codes, or one of the SDK's own: `closed`,
 * `signed_out`, `outbox_full`, `token_unavailable`.
 */
export class RealtimeError extends Error {
  readonly code: string;
  /** Present if the same request may succeed after this time. */
  readonly retryMs: number | undefined;

  constructor(code: string, message: string, retryMs?: number) {
    super(message);
    this.name = 'RealtimeError';
    this.code = code;
    this.retryMs = retryMs;
  }
}
