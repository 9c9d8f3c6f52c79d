import { fold } from './fold.js';

const ENDINGS = [
  'com net org info biz io me cc co app link dev page site online shop store top xyz vip club fun live pro icu cyou buzz',
  'work wang ink ltd group ren mobi asia tech cloud space website life world today chat bio click zone ai gg tv ws ly la',
  'pw sh to so im su tw cn jp hk mo sg my kr vn th ph id in uk us eu de fr ru ua ca au br mx es pt it nl be ch at pl se',
]
  .flatMap((endings) => endings.split(' '))
  .join('|');
/** Domain endings in other scripts. */
const FOREIGN_ENDINGS =
  '中国|中國|公司|网络|网址|網址|在线|中文网|商城|网店|集团|香港|台湾|台灣|рф|онлаин|саит|한국|コム';
const WORD = '[\\p{L}\\p{N}]';
const LABEL = `(?<!${WORD})(?:[a-z0-9]|[a-z0-9][a-z0-9-]{0,62})`;

const LINK = new RegExp(
  [
    'h(?:tt|xx)ps?:?//',
    'https?:',
    'www\\.',
    `${LABEL}(?:\\.[a-z0-9-]{1,63}){0,8}\\.(?:${ENDINGS})(?!${WORD})`,
    `${WORD}\\.(?:${FOREIGN_ENDINGS})(?!${WORD})`,
    // Any other ending, if a path or a port follows.
    `${LABEL}\\.[a-z]{2,24}(?:/|:\\d)`,
    'xn--[a-z0-9]',
    '(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d.])',
    // A phone number.
    '(?:\\p{Nd}[ .()/-]{0,2}){9,}',
  ].join('|'),
  'u',
);

/** A text without any of these has neither a link nor a phone number; most texts have none. */
const HINT = /[.:/．：／。｡․﹒点點]|\p{N}|dot/iu;

/**
 * Whether a text seems to contain a link or a phone number. Examines the folded form: full-width and invisible
 * characters, spaced letters and words for the dot do not hide one.
 */
export function holdsLink(text: string): boolean {
  if (!HINT.test(text)) return false;
  const plain = fold(text)
    .replaceAll(/ ?[[({<] ?(?:\.|dot|点|點) ?[\])}>] ?/g, '.')
    .replaceAll(/(?<=[a-z0-9]) ?(?:。|点|點| dot ) ?(?=[a-z])/g, '.')
    // Single characters separated by blanks: `e v i l . c o m`.
    .replaceAll(/(?<![^ ])(?:[a-z0-9.:/] ){3,}[a-z0-9.:/](?![^ ])/g, (spaced) => spaced.replaceAll(' ', ''))
    .replaceAll(/ +([.:/])/g, '$1')
    .replaceAll(/(?<=[^ ][.:/]) +(?=[.:/])/g, '');
  return (
    LINK.test(plain) ||
    LINK.test(plain.replaceAll(/(?<=[a-z0-9]\.) (?=(?:com|net|org|cn|tw)(?![\p{L}\p{N}]))/gu, ''))
  );
}
