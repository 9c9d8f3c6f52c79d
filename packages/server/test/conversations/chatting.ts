import type { imShapes } from '@kith/contract';
import { DomainError } from '@kith/core/kernel';
import type { PasswordHasher } from '@kith/core/ports';
import type { Kith, Person } from '../harness/kith.js';

/** Password hashing is slow by design, and these tests do not test it. */
export const plainPasswords: PasswordHasher = {
  hash: (password) => Promise.resolve(`plain ${password}`),
  verify: (hash, password) => Promise.resolve(hash === `plain ${password}`),
};

/** Refusals as a client receives them. */
export const refused = {
  invalid: (field: string) => ({ err: 1, message: `参数错误：${field}` }),
  notFound: { err: 1, message: '内容不存在' },
  notFriends: { err: 1, message: '你们还不是好友' },
  blocked: { err: 1, message: '消息已发出，但被对方拒收了' },
  muted: { err: 2, message: '您已被禁言' },
  forbidden: { err: 1, message: '没有权限' },
  tooLarge: { err: 1, message: '内容过大' },
  unsupported: { err: 1, message: '不支持的文件类型' },
};

/** Three people: ada and bo are friends and have a conversation; cy knows neither. */
export async function threePeople(
  kith: Kith,
): Promise<{ ada: Person; bo: Person; cy: Person; list_id: string }> {
  const [ada, bo, cy] = await Promise.all([kith.person('ada'), kith.person('bo'), kith.person('cy')]);
  return { ada, bo, cy, list_id: await kith.befriend(ada, bo) };
}

/** Sends a text; returns the message as the sender then sees it. */
export async function say(who: Person, list_id: string, text: string): Promise<imShapes.Message> {
  return tell(who, list_id, 0, { text });
}

/** Sends any content; returns the message as the sender then sees it. */
export async function tell(
  who: Person,
  list_id: string,
  content_type: number,
  content: Record<string, unknown>,
): Promise<imShapes.Message> {
  await who.im.message.textMsg({ list_id, content_type, content });
  const own = (await history(who, list_id)).findLast((message) => message.msg.user_info.uid === who.id);
  if (!own) throw new Error('What was sent is not in the history.');
  return own;
}

/** The newest page of a conversation, oldest first, without marking it as read. */
export async function history(who: Person, list_id: string): Promise<imShapes.Message[]> {
  return (await who.im.get.chatData({ list_id, time: 0, is_up: 0 })).list;
}

/** A whole conversation in the pages that a client fetches: each is older than the second of the oldest shown message. */
export async function pages(who: Person, list_id: string): Promise<imShapes.Message[][]> {
  const found: imShapes.Message[][] = [];
  for (let time = 0; ;) {
    const { list } = await who.im.get.chatData({ list_id, time, is_up: 0 });
    found.unshift(list);
    if (list.length < 15) return found;
    time = list[0]?.msg.time ?? 0;
  }
}

/** The users' texts in the newest page, without system lines. */
export async function texts(who: Person, list_id: string): Promise<unknown[]> {
  const list = await history(who, list_id);
  return list.filter((message) => message.type === 0).map((message) => message.msg.content['text']);
}

/** The row of a conversation in an account's list, or undefined. */
export async function rowOf(who: Person, list_id: string): Promise<imShapes.ChatRow | undefined> {
  return (await who.im.get.chatList()).data.find((row) => row.list_id === list_id);
}

/** The unread count of a conversation. */
export async function unread(who: Person, list_id: string): Promise<number | undefined> {
  return (await rowOf(who, list_id))?.no_reader_num;
}

/** Creates a group of these people, owned by the first; makes the others friends of the owner. Returns its list id. */
export async function group(
  kith: Kith,
  members: readonly { person: Person; role?: 'owner' | 'admin' }[],
): Promise<string> {
  const owner = (members.find(({ role }) => role === 'owner') ?? members[0])?.person;
  if (!owner) throw new Error('A group has an owner.');
  const others = members.filter(({ person }) => person !== owner);
  for (const { person } of others) {
    await kith.befriend(owner, person).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === 'already_friends')) throw error;
    });
  }
  const users = others.map(({ person }) => person.id);
  const { list_id } = await owner.im.message.addGroup({ users, name: 'the club' });
  const admins = others.filter(({ role }) => role === 'admin').map(({ person }) => person.id);
  if (admins.length > 0) await owner.im.message.setGroupAdmin({ users: admins, list_id, type: 1 });
  return list_id;
}
