import { parse } from 'secure-json-parse';

/** How deep JSON from a client may nest; nothing in either contract goes deeper than half of that. */
const MAX_DEPTH = 32;

/**
 * JSON from a client. Refuses `__proto__` and `constructor.prototype` keys, and anything nested so deep
 * that code which walks it could overflow the stack. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError('The JSON nests too deep.');
  return parse(text, null, { protoAction: 'error', constructorAction: 'error' }) as unknown;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (isInString) {
      if (c === 0x5c) i++; // a backslash hides the next character
      else if (c === 0x22) isInString = false;
    } else if (c === 0x22) isInString = true;
    else if (c === 0x5b || c === 0x7b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  return false;
}
