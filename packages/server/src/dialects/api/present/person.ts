import type { api, apiShapes, Result } from '@kith/contract';
import {
  FIRST_ICON,
  MASKED_ICON,
  type Card,
  type IconCodes,
  type ListedPerson,
  type MaskedPerson,
  type ShownPerson,
} from '@kith/core/discovery';
import type { Tenant } from '@kith/core/kernel';
import { presentDateTime } from '../../date.js';
import { partName } from './options.js';
import { openPhotoUrl } from '../../../app/photo-links.js';

/** Shown in lists for a person without a school. */
const NO_SCHOOL = '尚未选单位';

/** A person of a list for finding people. */
export function presentListedPerson(
  tenant: Tenant,
  person: ListedPerson,
  origin: string,
): Result<typeof api.user_friendship.data>['list'][number] {
  const { contact, face } = person;
  return {
    ...presentPersonItem(tenant, person, origin),
    photo_url: face ? openPhotoUrl(face, origin) : '',
    contact,
  };
}

/** A person in a list. */
export function presentPersonItem(
  tenant: Tenant,
  { card, isOnline, updatedAt }: ShownPerson,
  origin: string,
): apiShapes.PersonItem {
  const university = card.universityName ?? NO_SCHOOL;
  return {
    user_id: String(card.id),
    zuvio_id: String(card.id),
    sex_code: card.sexCode,
    tag: (card.intro?.tags ?? []).join('#'),
    online_status: isOnline ? '1' : '0',
    nickname: card.nickname,
    user_name: iconTitle(card),
    sub_department_name_str:
      card.departmentName === null ? university : `${university} | ${card.departmentName}`,
    sub_department_name: card.departmentName,
    university_name: university,
    ...presentIcon(card, origin),
    updated_at: presentDateTime(tenant, updatedAt),
  };
}

/** A person of whom the caller sees only the time. */
export function presentMasked(
  tenant: Tenant,
  { updatedAt }: MaskedPerson,
  origin: string,
): Result<typeof api.user_friendship.data>['list'][number] {
  return {
    user_id: '',
    zuvio_id: '',
    sex_code: '',
    tag: '',
    online_status: '0',
    nickname: '',
    user_name: '',
    sub_department_name_str: '',
    sub_department_name: null,
    university_name: '',
    user_icon: `${origin}/static/icon/${MASKED_ICON}`,
    user_background_icon: `${origin}/static/icon/${backgroundName(FIRST_ICON)}`,
    updated_at: presentDateTime(tenant, updatedAt),
    photo_url: '',
    contact: 'none',
  };
}

/** The URLs of a person's generated pictures. */
export function presentIcon(card: Card, origin: string): { user_icon: string; user_background_icon: string } {
  const codes = iconOf(card);
  return {
    user_icon: `${origin}/static/icon/${iconName(card.sexCode, codes)}`,
    user_background_icon: `${origin}/static/icon/${backgroundName(codes)}`,
  };
}

/** The parts of a person's picture. */
export function iconOf({ intro }: Card): IconCodes {
  return intro ?? FIRST_ICON;
}

/** The file of a person's picture; `N` if the sex is unknown. */
export function iconName(sexCode: string, { adjCode, animalCode }: IconCodes): string {
  return `${sexCode || 'N'}_${adjCode}${animalCode}.png`;
}

/** The file of its background. */
export function backgroundName({ backgroundCode, foregroundCode }: IconCodes): string {
  return `${backgroundCode}${foregroundCode}.png`;
}

/** The title of a person's picture: an adjective and an animal. */
export function iconTitle(card: Card): string {
  const { adjCode, animalCode } = iconOf(card);
  return `${partName(adjCode)}${partName(animalCode)}`;
}
