import type { im, imShapes, Result } from '@kith/contract';
import type { OwnProfile, Profile } from '@kith/core/accounts';
import type { AccountId, TenantId } from '@kith/core/kernel';
import type { DataExport } from '@kith/core/privacy';

type Pictured = Pick<Profile, 'sex' | 'avatarName'>;

/** The path of the moments background below `/static/photo/`. */
export function coverPath({ cover }: Pick<Profile, 'cover'>): string {
  return cover === null ? 'default_circle_img.jpg' : `circle/${cover}`;
}

/** The path of a photo below `/static/photo/`; its name cannot be enumerated. */
export function photoPath(of: Pictured): string {
  if (of.avatarName) return `user/${of.avatarName}/300.jpg`;
  return of.sex === 1 ? 'default_woman/300.jpg' : 'default_man/300.jpg';
}

/** The user id of an account at the call service. */
export function callUserId(id: AccountId): string {
  return `Mac_trtc_${id}`;
}

/** Whole seconds. */
export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** A person in a short list. */
export function presentPerson(profile: Profile): { id: number; nickname: string; photo: string } {
  return { id: profile.id, nickname: profile.nickname, photo: photoPath(profile) };
}

/**
 * The user row of the Chat API. Sensitive fields are empty; phone, e-mail and the like are shown only to their owner.
 * The user name replaces an unknown phone.
 */
export function presentUserRow(
  profile: Profile,
  tenantId: TenantId,
  own?: OwnProfile & {
    /** Bytes used by favourites. */
    readonly keptBytes: number;
  },
): imShapes.UserRow {
  const photo = photoPath(profile);
  return {
    id: profile.id,
    username: profile.username,
    nickname: profile.nickname,
    doodling: profile.signature,
    email: own?.email ?? '',
    phone: own ? (own.phone ?? own.username) : '',
    sex: profile.sex,
    password: '',
    trade_password: '',
    money: '0.00',
    freeze_money: '0.00',
    point: 0,
    type: 1,
    status: profile.status === 'active' ? 0 : -1,
    create_time: seconds(profile.createdAt),
    circli_img: profile.cover === null ? '' : coverPath(profile),
    is_customer_service: profile.isAgent ? 1 : 0,
    agent_id: tenantId,
    update_time: seconds(profile.updatedAt),
    client_id: own?.clientId ?? '',
    q_permition: profile.maySeeMoments ? 1 : 0,
    tj_username: own?.inviterName ?? '',
    ip: '',
    ip_cityname: '',
    ip_status: 0,
    phone_status: 0,
    phone_type: 0,
    is_robot: 0,
    storge: own?.keptBytes ?? 0,
    default_friend_id: 0,
    channel: own?.channel ?? '',
    last_login: null,
    invite_list: null,
    invite_code: own?.ownCode ?? '',
    face: photo,
    photo,
  };
}

/** The state of the copy of an account's data, which it may never have requested. */
export function presentDataState(copy: DataExport | undefined): Result<typeof im.account.dataState> {
  if (!copy) return { state: 'none', percent: 0, url: '', size: 0, expire_time: 0 };
  const { state, done, total, fileId, sizeBytes, expiresAt } = copy;
  return {
    state,
    percent: state === 'ready' ? 100 : Math.floor((100 * done) / Math.max(total, 1)),
    url: fileId === null ? '' : `/static/export/${fileId}.zip`,
    size: sizeBytes ?? 0,
    expire_time: seconds(expiresAt ?? 0),
  };
}
