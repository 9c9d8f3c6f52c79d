import { pinyin } from 'pinyin-pro';
import { fold } from '../kernel/index.js';

const DIGIT_READINGS = ['L', 'Y', 'E', 'S', 'S', 'W', 'L', 'Q', 'B', 'J'];

/**
 * The letter under which a name is sorted: the first letter of its reading, so that Chinese names are sorted by
 * pinyin, digits by their Chinese reading (1 is yī, hence Y), and accented or stroked Latin letters by the base
 * letter. `#` for everything else.
 */
export function indexLetterOf(name: string): string {
  const first = [...fold(name).trim()][0] ?? '';
  if (/^[a-z]$/.test(first)) return first.toUpperCase();
  if (/^\d$/.test(first)) return DIGIT_READINGS[Number(first)] ?? '#';
  const reading = pinyin(first, { toneType: 'none', pattern: 'first', surname: 'head' })
    .charAt(0)
    .toUpperCase();
  return /^[A-Z]$/.test(reading) ? reading : '#';
}
