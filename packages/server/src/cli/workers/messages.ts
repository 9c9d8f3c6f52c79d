import type { ClientConfig } from 'pg';
import type { Readiness } from '../../app/readiness.js';

/** What the primary tells a worker. */
export type ToWorker =
  | { readonly kind: 'start'; readonly database: ClientConfig }
  | { readonly kind: 'readiness'; readonly question: number }
  | { readonly kind: 'stop' };

/** What a worker tells the primary. */
export type ToPrimary =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'stopping'; readonly withinMs: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'readiness'; readonly question: number; readonly readiness: Readiness };
