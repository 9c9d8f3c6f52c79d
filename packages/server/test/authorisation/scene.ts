import { say, tell } from '../conversations/chatting.js';
import { makeClub, type Club } from '../groups/people.js';
import type { Kith, Person } from '../harness/kith.js';
import { makeTenant } from '../im/operator.js';
import { picture } from '../im/pictures.js';
import { insertVideos } from '../im/videos.js';
import { sendFile } from '../im/sent-files.js';

export const roles = ['nobody', 'stranger', 'ex-member', 'member', 'admin', 'owner', 'other tenant'] as const;
export type Role = (typeof roles)[number];

/** A group with an account in every role, and the ids in it. */
export interface Scene extends Club {
  /** A former member. */
  readonly fay: Person;
  /** An account of another tenant. */
  readonly gus: Person;
  /** Of dee in the group: a text, a burn-after-read text, a file. */
  readonly messageId: string;
  readonly burnId: string;
  readonly fileId: string;
  readonly noticeId: number;
  /** Eve has requested to join. */
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

/** The other tenant of each server with a scene. */
const tenants = new WeakMap<Kith, number>();

/** Makes a scene with only the parts that are needed, because each costs requests. */
export async function makeScene(
  kith: Kith,
  isNeeded: (part: keyof Scene) => boolean = () => true,
): Promise<Scene> {
  const tenant = tenants.get(kith) ?? (await makeTenant(kith));
  tenants.set(kith, tenant);
  const club = await makeClub(kith);
  const { ada, dee, eve, list_id } = club;
  const [fay, gus] = [await kith.person('fay'), await kith.person('gus', { tenant })];
  await fay.im.message.addChat({ users: [fay.id], list_id, type: 1, user_id: ada.id });
  await fay.im.message.liveGroup({ list_id });
  const text = await say(dee, list_id, 'hello');
  /** A part, or a placeholder where it is not needed. */
  async function part<Value>(
    names: (keyof Scene)[],
    make: () => Promise<Value>,
    none: Value,
  ): Promise<Value> {
    return names.some(isNeeded) ? make() : none;
  }
  const burnId = await part(
    ['burnId'],
    async () => (await tell(dee, list_id, 0, { text: 'burn', yhjf: true })).msg.id,
    '',
  );
  const fileId = await part(
    ['fileId'],
    async () => (await tell(dee, list_id, 11, { url: 'a.pdf', name: 'a.pdf' })).msg.id,
    '',
  );
  const pictureUrl = await part(
    ['pictureUrl', 'stickerId'],
    async () => (await sendFile(dee, list_id, 'image')).paths[0] ?? '',
    '',
  );
  const favouriteId = await part(
    ['favouriteId'],
    async () => {
      await ada.im.vendor.saveStore({ list_id, msg_id: text.msg.id });
      return (await ada.im.vendor.getUserStore()).data[0]?.id ?? 0;
    },
    0,
  );
  const stickerId = await part(
    ['stickerId'],
    async () => {
      await ada.im.user.addFavor({ url: pictureUrl });
      return (await ada.im.user.myfavor())[0]?.id ?? 0;
    },
    0,
  );
  const noticeId = await part(
    ['noticeId'],
    async () => {
      await ada.im.message.addGroupNotice({ list_id, content: 'hello', is_top: 1 });
      return (await ada.im.message.getGroupNotice({ list_id }))[0]?.id ?? 0;
    },
    0,
  );
  const requestId = await part(
    ['requestId'],
    async () => {
      await ada.im.message.needCheckChange({ list_id, value: 1 });
      await eve.im.message.addChat({ users: [eve.id], list_id, type: 1, user_id: ada.id });
      await ada.im.message.needCheckChange({ list_id, value: 0 });
      return (await ada.im.get.applyGroup())[0]?.id ?? 0;
    },
    0,
  );
  return {
    ...club,
    fay,
    gus,
    messageId: text.msg.id,
    burnId,
    fileId,
    noticeId,
    requestId,
    single: (await ada.im.message.getListId({ user_id: dee.id })).list_id,
    momentId: await part(
      ['momentId'],
      async () => (await dee.im.circle.sendMsg({ content: { text: 'hello' } })).circle_id,
      '',
    ),
    pictureUrl,
    favouriteId,
    stickerId,
    photo: new Blob([(await picture('red')).bytes]),
    videoId: await part(['videoId'], async () => (await insertVideos(kith, dee, 1))[0]!, 0),
  };
}

/** The parts of a scene that a function reads. */
export function partsRead(scene: Scene, read: (scene: Scene) => unknown): (part: keyof Scene) => boolean {
  const parts = new Set<unknown>();
  const watched = new Proxy(scene, {
    get: (target, key) => {
      parts.add(key);
      return Reflect.get(target, key) as unknown;
    },
  });
  read(watched);
  return (part) => parts.has(part);
}

/** The account in a role; undefined for none. */
export function personOf({ ada, bo, cy, eve, fay, gus }: Scene, role: Role): Person | undefined {
  const cast = { stranger: eve, 'ex-member': fay, member: cy, admin: bo, owner: ada, 'other tenant': gus };
  return role === 'nobody' ? undefined : cast[role];
}
