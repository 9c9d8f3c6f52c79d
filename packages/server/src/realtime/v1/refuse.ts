import { DatabaseUnavailable, DomainError, type Log } from '@kith/core/kernel';
import type { Connection } from '../connection.js';
import { encodeFrame } from './frames.js';
import type { RequestName } from './read-frame.js';

/** The refusal for an error; an unexpected error is logged and becomes a temporary refusal. */
export function refusalOf(log: Log, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof DatabaseUnavailable) log.warn({ err: error }, 'the database did not answer a frame');
  else log.error({ err: error }, 'a frame failed');
  return new DomainError('unavailable', undefined, { retryMs: 1000 });
}

/** Refuses a request by its name. */
export function sendNack(connection: Connection, refusal: DomainError, named: RequestName): void {
  const { code, message, detail } = refusal;
  const retry = detail.retryMs === undefined ? {} : { retry_ms: Math.ceil(detail.retryMs) };
  connection.send(encodeFrame({ t: 'nack', ...named, code, message, ...retry }));
}

/** Refuses input that belongs to no request. */
export function sendError(connection: Connection, { code, message }: DomainError): void {
  connection.send(encodeFrame({ t: 'error', code, message }));
}
