import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';

const BYTE_ORDER_MARK = '\uFEFF';

/** The text of a file written by an operator. Throws an error that names the file. */
export async function readTextFile(path: string): Promise<string> {
  return decodeText(await readFile(path), path);
}

/**
 * Decodes operator input: UTF-8, which some editors begin with a byte order mark. Throws an error that names `source`.
 */
export function decodeText(bytes: Buffer, source: string): string {
  if (isUtf16(bytes)) throw new Error(`${source} is in UTF-16; save it as UTF-8.`);
  if (!isUtf8(bytes)) throw new Error(`${source} is not in UTF-8; save it as UTF-8.`);
  const text = bytes.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

/** Detected by its byte order mark or by zero bytes: in UTF-16 half of the bytes of ASCII characters are zero. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE() : 0;
  return mark === 0xfeff || mark === 0xfffe || bytes.includes(0);
}
