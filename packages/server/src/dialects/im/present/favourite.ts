import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import { CONTENT } from '@kith/core/conversations';
import type { TypeUsage, Favourite, SAVABLE_TYPES } from '@kith/core/favourites';
import { invalid, parseForDisplay, spelled, type Tenant } from '@kith/core/kernel';
import { presentDateTime } from '../../date.js';
import { presentSize } from '../../size.js';

/** The numbers of favourite kinds on each platform, by content type: the two numberings conflict. */
const numbers: Readonly<
  Record<Tenant['settings']['imProfile'], Readonly<Record<(typeof SAVABLE_TYPES)[number], number>>>
> = {
  document: {
    [CONTENT.video]: 1,
    [CONTENT.voice]: 2,
    [CONTENT.image]: 3,
    [CONTENT.text]: 4,
    [CONTENT.attachment]: 5,
  },
  uniapp: {
    [CONTENT.text]: 1,
    [CONTENT.image]: 2,
    [CONTENT.voice]: 3,
    [CONTENT.video]: 4,
    [CONTENT.attachment]: 11,
  },
};

/** The content type of a number; undefined for 0 or none, which mean all. Throws `invalid`. */
export function favouriteType(tenant: Tenant, number: number | undefined): number | undefined {
  if (!number) return undefined;
  const [type] =
    Object.entries(numbers[tenant.settings.imProfile]).find(([, known]) => known === number) ?? [];
  if (type === undefined) throw invalid('type');
  return Number(type);
}

/** A row of the favourites. `people` contains the sender. */
export function presentFavourite(
  tenant: Tenant,
  favourite: Favourite,
  people: ReadonlyMap<number, Profile>,
): imShapes.Favourite {
  const content = parseForDisplay(favourite.content) as Readonly<Record<string, unknown>>;
  const url = baseName(content['url'] || content['full_url']);
  const image = favourite.type === CONTENT.image ? url : baseName(content['full_movie']);
  const ofProfile: Readonly<Record<number, number>> = numbers[tenant.settings.imProfile];
  return {
    id: favourite.id,
    type: ofProfile[favourite.type] ?? 0,
    content_type: favourite.type,
    list_id: favourite.listId,
    content: {
      url,
      text: words(content['text']),
      length: words(content['length']),
      name: words(content['name']),
      image,
    },
    user_info: { nickname: favourite.alias ?? people.get(favourite.senderId)?.nickname ?? '' },
    time: presentDateTime(tenant, favourite.savedAt),
    saved_at: Math.floor(favourite.savedAt / 1000),
  };
}

/** The byType of each kind. */
export function presentUsageByType(byType: ReadonlyMap<number, TypeUsage>): imShapes.FavouriteCounts {
  const size = (type: number) => presentSize(byType.get(type)?.bytes ?? 0);
  const count = (type: number) => byType.get(type)?.count ?? 0;
  return {
    s1: size(CONTENT.text),
    c1: count(CONTENT.text),
    s2: size(CONTENT.image),
    c2: count(CONTENT.image),
    s3: size(CONTENT.voice),
    c3: count(CONTENT.voice),
    s4: size(CONTENT.video),
    c4: count(CONTENT.video),
    s11: size(CONTENT.attachment),
    c11: count(CONTENT.attachment),
  };
}

/** How much of a limit is used, in whole percent, at most 100. */
export function percent(used: number, limit: number): number {
  return used >= limit ? 100 : Math.floor((used / limit) * 100);
}

function baseName(path: unknown): string {
  const text = words(path);
  return text.slice(text.lastIndexOf('/') + 1);
}

function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? spelled(String(value)) : '';
}
