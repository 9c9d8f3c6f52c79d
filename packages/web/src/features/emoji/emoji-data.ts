import type { EmojiData, SkinTone } from 'frimousse';
import type { Language } from '../../client/languages.js';

/** What emojibase says about an emoji. */
interface Row {
  readonly emoji: string;
  readonly label: string;
  readonly version: number;
  readonly tags?: readonly string[];
  /** Absent for parts of emoji that are none by themselves. */
  readonly group?: number;
  readonly skins?: readonly { readonly emoji: string; readonly tone?: number | readonly number[] }[];
}

interface Names {
  readonly groups: readonly { readonly key: string; readonly message: string; readonly order: number }[];
  readonly skinTones: readonly { readonly key: string; readonly message: string }[];
}

/** Newer ones are empty boxes on many devices. */
const NEWEST = 15.1;
const TONES = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

const FILES: Readonly<
  Record<Language, () => Promise<readonly [{ default: unknown }, { default: unknown }]>>
> = {
  en: () =>
    Promise.all([
      import('emojibase-data/en/data.json', { with: { type: 'json' } }),
      import('emojibase-data/en/messages.json', { with: { type: 'json' } }),
    ]),
  'zh-Hans': () =>
    Promise.all([
      import('emojibase-data/zh/data.json', { with: { type: 'json' } }),
      import('emojibase-data/zh/messages.json', { with: { type: 'json' } }),
    ]),
  'zh-Hant': () =>
    Promise.all([
      import('emojibase-data/zh-hant/data.json', { with: { type: 'json' } }),
      import('emojibase-data/zh-hant/messages.json', { with: { type: 'json' } }),
    ]),
};

const loaded = new Map<Language, Promise<EmojiData>>();

/** All emoji with their names in a language, from our own files. */
export function loadEmoji(language: Language): Promise<EmojiData> {
  let data = loaded.get(language);
  if (!data) {
    data = read(language);
    loaded.set(language, data);
    // A failure is not remembered.
    data.catch(() => loaded.delete(language));
  }
  return data;
}

async function read(language: Language): Promise<EmojiData> {
  const [data, messages] = await FILES[language]();
  // The files of emojibase have these shapes.
  const rows = data.default as readonly Row[];
  const { groups, skinTones } = messages.default as Names;
  const tones = Object.fromEntries(skinTones.map(({ key, message }) => [key, message]));
  return {
    locale: language,
    emojis: rows.flatMap(({ emoji, label, version, tags = [], group, skins }) =>
      group === undefined || version > NEWEST
        ? []
        : [
            {
              emoji,
              label,
              version,
              tags: [...tags],
              category: group,
              ...(skins && { skins: tonesOf(skins) }),
            },
          ],
    ),
    categories: groups
      .filter(({ key }) => key !== 'component')
      .map(({ order, message }) => ({ index: order, label: message })),
    skinTones: tones as EmojiData['skinTones'], // the five tones of Unicode
  };
}

function tonesOf(skins: NonNullable<Row['skins']>): Record<Exclude<SkinTone, 'none'>, string> {
  const all = skins.flatMap(({ emoji, tone }) => (typeof tone === 'number' ? [[TONES[tone], emoji]] : []));
  return Object.fromEntries(all) as Record<Exclude<SkinTone, 'none'>, string>; // emojibase has all five
}
