import { pinyin } from 'pinyin-pro';

const DIGIT_READINGS = ['L', 'Y', 'E', 'S', 'S', 'W', 'L', 'Q', 'B', 'J'];

/**
 * The letter under which a name is filed: the first letter of its reading, so Chinese names stand by
 * their pinyin and digits by their Chinese reading (1 is yī, filed under Y). `#` for everything else.
 */
export function letterOf(name: string): string {
  const first = [...name.normalize('NFKC').trim()][0] ?? '';
  if (/^[A-Za-z]$/.test(first)) return first.toUpperCase();
  if (/^\d$/.test(first)) return DIGIT_READINGS[Number(first)] ?? '#';
  const reading = pinyin(first, { toneType: 'none', pattern: 'first', surname: 'head' })
    .charAt(0)
    .toUpperCase();
  return /^[A-Z]$/.test(reading) ? reading : '#';
}
