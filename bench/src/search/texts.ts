/** Texts like those of a chat, in Chinese, English and both, with frequent and rare words. */
export interface Texts {
  next(): string;
  /** A Chinese word of two characters, or an English one; frequent words are as likely as rare ones of one magnitude. */
  word(language: 'chinese' | 'english'): string;
}

const WORDS = 20_000;
const SYLLABLES =
  'ba be bi bo ca ce co da de di do fa fe ga go ha he hi in ja ka ki la le li lo ma me mi mo na ne no pa'
    .concat(' pe po ra re ri ro sa se si so ta te ti to un ur va ve vi wa we wi ya yo za zo')
    .split(' ');

/** The same texts for the same seed. */
export function makeTexts(seed: number): Texts {
  const random = makeRandom(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const characters = Array.from({ length: 1_500 }, (_, i) => String.fromCodePoint(0x4e00 + i * 13));
  const chinese = makeVocabulary(() => characters[pick(1_500)]! + characters[pick(1_500)]!);
  const english = makeVocabulary(() =>
    Array.from({ length: 1 + pick(4) }, () => SYLLABLES[pick(SYLLABLES.length)]).join(''),
  );
  // Zipf's law; the frequent words of a chat are flatter in Chinese.
  const frequent = (words: readonly string[], flat: number) =>
    words[Math.floor(flat * ((1 + WORDS / flat) ** random() - 1))]!;
  const sentence = (count: number, word: () => string, space: string) =>
    Array.from({ length: count }, word).join(space);
  const inChinese = () =>
    sentence(3 + pick(6), () => frequent(chinese, 20), '') + (pick(2) === 0 ? '。' : '');
  const inEnglish = () => sentence(4 + pick(9), () => frequent(english, 3), ' ');
  return {
    next: () => {
      const kind = pick(10);
      if (kind < 7) return inChinese();
      return kind < 9 ? inEnglish() : `${inChinese()} ${frequent(english, 3)} ${pick(1_000)}`;
    },
    word: (language) => (language === 'chinese' ? chinese : english)[Math.floor(WORDS ** random()) - 1]!,
  };
}

function makeVocabulary(make: () => string): string[] {
  const words = new Set<string>();
  while (words.size < WORDS) words.add(make());
  return [...words];
}

/** Mulberry32. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
