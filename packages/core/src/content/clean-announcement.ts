import { invalid, type Ctx } from '../kernel/index.js';
import type { AnnouncementTexts } from './announcements-store.js';
import { cleanBody } from './clean-article.js';
import { cleanTitle } from './rules.js';

/** Cleans the texts of an announcement for storage. Throws `invalid`, also without any text, or `too_large`. */
export async function cleanAnnouncementTexts(ctx: Ctx, texts: AnnouncementTexts): Promise<AnnouncementTexts> {
  const cleaned = await Promise.all(
    Object.entries(texts).map(
      async ([language, { title, body }]) =>
        [language, { title: cleanTitle('title', title), body: await cleanBody(ctx, body) }] as const,
    ),
  );
  if (cleaned.length === 0) throw invalid('texts');
  return Object.fromEntries(cleaned);
}
