import { bounds } from '@kith/core/kernel';
import { parseJson } from '../../../app/json.js';

/** The beginning of a frame that contains only a token; a token that is too long is refused without parsing. */
const LONG_TOKEN = /^\s*\{\s*"action"\s*:\s*"checkToken"/;

/** The token in a client's frame; undefined for frames that clients do not send. */
export function readFrame(text: string): { action: 'checkToken' | 'ping'; token: string } | undefined {
  if (text.length > bounds.frame.chatBytes)
    return LONG_TOKEN.test(text.slice(0, 100)) ? { action: 'checkToken', token: 'too long' } : undefined;
  try {
    const frame = parseJson(text) as { action?: unknown; data?: unknown } | null;
    const action = frame?.action;
    if (action !== 'checkToken' && action !== 'ping') return undefined;
    const token = typeof frame?.data === 'string' ? frame.data : '';
    return { action, token: token.length > bounds.body.tokenCharacters ? 'too long' : token };
  } catch {
    return undefined;
  }
}
