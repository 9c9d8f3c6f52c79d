import type { apiShapes, api, Result } from '@kith/contract';
import {
  TAG_BLOCKS,
  type Card,
  type OpenedIntro,
  type SendStatus,
  type TagBlock,
} from '@kith/core/discovery';
import type { Tenant } from '@kith/core/kernel';
import { backgroundDescription, partName, presentTags } from './options.js';
import { backgroundName, iconName, iconOf, iconTitle, presentIcon } from './person.js';
import { presentPhoto, type PhotoPlace } from './photo.js';

/** The numbers of the button below an introduction. */
export const sendNumbers: Readonly<Record<SendStatus, number>> = { message: 1, sent: 2, wave: 3 };

const blockNames: Readonly<Record<TagBlock, string>> = {
  topic: '主題',
  relation: '交流傾向',
  love: '戀愛傾向',
  actor: '大學角色',
};

/** Generated pictures need no review. */
const APPROVED = 1;

/** A profile, with the actions that the caller may take. */
export function presentIntro(
  tenant: Tenant,
  { card, own, photos, allowance, sendStatus, contact }: OpenedIntro,
  place: PhotoPlace,
): Result<typeof api.intro.card> {
  return {
    user: presentIntroUser(card, card.id === own.id, place.origin),
    user_photos: photos.map((photo) => presentPhoto(tenant, photo, place)),
    intros: presentBlocks(card, card.id === own.id),
    send_status: sendNumbers[sendStatus],
    contact,
    is_skin_button_new: false,
    is_background_button_new: false,
    user_icon_review_status: APPROVED,
    is_finish_friendship: own.isFinished,
    filter_sex_code: own.sexFilter,
    is_vip: allowance.hasVip,
    last_super_num: allowance.superWaves,
  };
}

function presentIntroUser(card: Card, isOwn: boolean, origin: string): apiShapes.IntroUser {
  const codes = iconOf(card);
  return {
    id: String(card.id),
    sex_code: card.sexCode,
    adj_code: codes.adjCode,
    animal_code: codes.animalCode,
    skin_code: '',
    background_code: codes.backgroundCode,
    foreground_code: codes.foregroundCode,
    background_icon: backgroundName(codes),
    icon: iconName(card.sexCode, codes),
    university_id: card.universityId === null ? '' : String(card.universityId),
    university_name: card.universityName ?? '',
    school_level_id: '1',
    sub_department_name: card.departmentName ?? '',
    zuvio_id: String(card.id),
    chat_status: (card.intro?.acceptsChats ?? true) ? 'yes' : 'no',
    system_name: 'irs',
    zuvio_email: isOwn ? (card.email ?? '') : '',
    match_sex_code: null,
    campaign_match_sex_code: null,
    campaign_multi_match: '0',
    friend_tip_enabled: '1',
    nickname: card.nickname,
    user_interests: 'YES',
    user_filter: 1,
    permission: '0',
    user_name: iconTitle(card),
    user_icon_review_status: APPROVED,
    ...presentIcon(card, origin),
    animal_name: partName(codes.animalCode),
    animal_description: '',
    background_name: partName(codes.backgroundCode),
    background_description: backgroundDescription(codes.backgroundCode),
    is_tip_filter: false,
    tags: [...(card.intro?.tags ?? [])],
  };
}

/** The blocks in display order. Kith has no medals and no articles here. */
function presentBlocks(card: Card, isOwn: boolean): apiShapes.IntroBlock[] {
  const permission = (type: string) =>
    card.intro?.privateBlocks.includes(type) ? ('private' as const) : ('public' as const);
  const tagBlocks = TAG_BLOCKS.map((type): apiShapes.IntroBlock => {
    const isShown = isOwn || permission(type) === 'public';
    const chosen = isShown ? (card.intro?.tagIds[type] ?? []) : [];
    const tags = presentTags(type).filter(({ id }) => chosen.includes(Number(id)));
    return {
      type,
      type_name: blockNames[type],
      permission: permission(type),
      tags: tags.map((tag) => ({ ...tag, is_selected: true })),
    };
  });
  return [
    { type: 'medal', type_name: '個人事蹟', permission: 'private', medals: [] },
    ...tagBlocks,
    { type: 'article', type_name: '發過的文章', permission: permission('article'), article_count: 0 },
  ];
}
