import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';

const BYTE_ORDER_MARK = '\uFEFF';

/** The text of a file that an operator wrote. Throws an error that names the file. */
export async function readTextFile(path: string): Promise<string> {
  return decodeText(await readFile(path), path);
}

/** The text that bytes from an operator spell: UTF-8, whose mark some editors put first. Throws an error that names `source`. */
export function decodeText(bytes: Buffer, source: string): string {
  if (isUtf16(bytes)) throw new Error(`${source} is in UTF-16; save it as UTF-8.`);
  if (!isUtf8(bytes)) throw new Error(`${source} is not in UTF-8; save it as UTF-8.`);
  const text = bytes.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

/** By its mark, or by the zero byte that half of its ordinary characters have; text has none. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE() : 0;
  return mark === 0xfeff || mark === 0xfffe || bytes.includes(0);
}
