import type { ClientConfig } from 'pg';
import type { Readiness } from '../../app/readiness.js';

/** What the primary tells a worker. */
export type ToWorker =
  | { readonly kind: 'start'; readonly database: ClientConfig }
  /** Carries the connection. */
  | { readonly kind: 'connection' }
  | { readonly kind: 'readiness'; readonly question: number }
  | { readonly kind: 'stop' };

/** What a worker tells the primary. */
export type ToPrimary =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'ready' }
  /** The response to `connection`. A worker that has not taken one takes no other. */
  | { readonly kind: 'answered'; readonly isTaken: boolean }
  | { readonly kind: 'stopping'; readonly withinMs: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'readiness'; readonly question: number; readonly readiness: Readiness };
