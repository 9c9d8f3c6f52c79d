import type { ErrorCode } from '@kith/core/kernel';
import { imErrors } from '../../src/dialects/im/errors.js';

/** A refusal as the SDK throws it: `await expect(call).rejects.toMatchObject(refused('not_found'))`. */
export function refused(code: ErrorCode, field = ''): { name: string; err: number; message: string } {
  const { err, says } = imErrors[code];
  return { name: 'ImError', err, message: says['zh-Hans'].replace('{field}', field) };
}

/** A refusal in a raw response. */
export function refusal(code: ErrorCode, field = ''): { err: number; msg: string } {
  const { err, message } = refused(code, field);
  return { err, msg: message };
}

/** The refusal of a value with its own message. */
export function says(message: string): { name: string; err: number; message: string } {
  return { name: 'ImError', err: 1, message };
}
