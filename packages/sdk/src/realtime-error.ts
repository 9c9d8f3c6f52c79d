/**
 * Why a realtime request failed. `code` is a name of the server's error registry, or one of the
 * SDK's own: `closed`, `signed_out`, `outbox_full`, `token_unavailable`.
 */
export class RealtimeError extends Error {
  readonly code: string;
  /** Present when the server says that the same request may succeed after so long. */
  readonly retryMs: number | undefined;

  constructor(code: string, message: string, retryMs?: number) {
    super(message);
    this.name = 'RealtimeError';
    this.code = code;
    this.retryMs = retryMs;
  }
}
