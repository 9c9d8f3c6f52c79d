import { say, tell } from '../conversations/chatting.js';
import { makeClub, type Club } from '../groups/people.js';
import type { Kith, Person } from '../harness/kith.js';
import { makeTenant } from '../im/operator.js';
import { picture } from '../im/pictures.js';
import { insertVideos } from '../im/videos.js';
import { sendFile } from '../im/sent-files.js';

export const roles = ['nobody', 'stranger', 'ex-member', 'member', 'admin', 'owner', 'other tenant'] as const;
export type Role = (typeof roles)[number];

/** A group with everybody who can stand to it in another way, and what in it has an id. */
export interface Scene extends Club {
  /** Was in the group. */
  readonly fay: Person;
  /** Of another tenant. */
  readonly gus: Person;
  /** Of dee in the group: a text, one that burns, a file. */
  readonly messageId: string;
  readonly burnId: string;
  readonly fileId: string;
  readonly noticeId: number;
  /** Eve wants in. */
  readonly requestId: number;
  /** The single conversation of ada and dee. */
  readonly single: string;
  readonly photo: Blob;
  /** A moment of dee, whose only friend among the roles is ada. */
  readonly momentId: string;
  /** A short video of dee. */
  readonly videoId: number;
  /** The address of a picture that dee sent into the group. */
  readonly pictureUrl: string;
  /** Of ada. */
  readonly favouriteId: number;
  readonly stickerId: number;
}

/** The other tenant of each server that has a scene. */
const tenants = new WeakMap<Kith, number>();

export async function makeScene(kith: Kith): Promise<Scene> {
  const tenant = tenants.get(kith) ?? (await makeTenant(kith));
  tenants.set(kith, tenant);
  const club = await makeClub(kith);
  const { ada, dee, eve, list_id } = club;
  const [fay, gus] = [await kith.person('fay'), await kith.person('gus', { tenant })];
  await fay.im.message.addChat({ users: [fay.id], list_id, type: 1, user_id: ada.id });
  await fay.im.message.liveGroup({ list_id });
  const text = await say(dee, list_id, 'hello');
  const burn = await tell(dee, list_id, 0, { text: 'burn', yhjf: true });
  const file = await tell(dee, list_id, 11, { url: 'a.pdf', name: 'a.pdf' });
  const { paths } = await sendFile(dee, list_id, 'image');
  const pictureUrl = paths[0] ?? '';
  await ada.im.vendor.saveStore({ list_id, msg_id: text.msg.id });
  await ada.im.user.addFavor({ url: pictureUrl });
  const [favourite] = (await ada.im.vendor.getUserStore()).data;
  const [sticker] = await ada.im.user.myfavor();
  await ada.im.message.addGroupNotice({ list_id, content: 'hello', is_top: 1 });
  const [notice] = await ada.im.message.getGroupNotice({ list_id });
  await ada.im.message.needCheckChange({ list_id, value: 1 });
  await eve.im.message.addChat({ users: [eve.id], list_id, type: 1, user_id: ada.id });
  await ada.im.message.needCheckChange({ list_id, value: 0 });
  const [request] = await ada.im.get.applyGroup();
  return {
    ...club,
    fay,
    gus,
    messageId: text.msg.id,
    burnId: burn.msg.id,
    fileId: file.msg.id,
    noticeId: notice?.id ?? 0,
    requestId: request?.id ?? 0,
    single: (await ada.im.message.getListId({ user_id: dee.id })).list_id,
    momentId: (await dee.im.circle.sendMsg({ content: { text: 'hello' } })).circle_id,
    pictureUrl,
    favouriteId: favourite?.id ?? 0,
    stickerId: sticker?.id ?? 0,
    photo: new Blob([(await picture('red')).bytes]),
    videoId: (await insertVideos(kith, dee, 1))[0]!,
  };
}

/** Who plays a role; undefined for nobody. */
export function personOf({ ada, bo, cy, eve, fay, gus }: Scene, role: Role): Person | undefined {
  const cast = { stranger: eve, 'ex-member': fay, member: cy, admin: bo, owner: ada, 'other tenant': gus };
  return role === 'nobody' ? undefined : cast[role];
}
