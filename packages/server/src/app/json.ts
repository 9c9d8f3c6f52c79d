import { bounds, endOfString, parseWithSpelling } from '@kith/core/kernel';
import { parse } from 'secure-json-parse';

/**
 * Parses JSON from a client. Rejects `__proto__` and `constructor.prototype` keys. Before parsing, rejects texts with
 * too many values or nesting that could overflow the stack of code that walks it. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (isTooMuch(text)) throw new SyntaxError('The JSON has too many values or is nested too deeply.');
  return parseWithSpelling(
    text,
    (marked) => parse(marked, null, { protoAction: 'error', constructorAction: 'error' }) as unknown,
  );
}

function isTooMuch(text: string): boolean {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) i = endOfString(text, i);
    else if (c === 0x5b || c === 0x7b) {
      if (++depth > bounds.body.jsonDepth) return true;
      if (++values > bounds.body.jsonValues) return true;
    } else if (c === 0x5d || c === 0x7d) depth--;
    else if (c === 0x2c && ++values > bounds.body.jsonValues) return true;
  }
  return false;
}
