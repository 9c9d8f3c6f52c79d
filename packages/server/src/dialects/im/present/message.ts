import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import {
  CONTENT,
  type Member,
  type MembershipContent,
  type SystemContent,
  type ConversationHead,
  type Entry,
} from '@kith/core/conversations';
import { messageId, parseForDisplay } from '@kith/core/kernel';
import { photoPath, seconds } from './account.js';

/** The label of a message without text in lists; clients write the same labels when a push arrives. */
const labels: Readonly<Record<number, string>> = {
  [CONTENT.voice]: '[语音]',
  [CONTENT.image]: '[图片]',
  [CONTENT.video]: '[视频]',
  [CONTENT.file]: '[文件]',
  [CONTENT.redPacket]: '[红包]',
  [CONTENT.videoCall]: '[在线视频]',
  [CONTENT.voiceCall]: '[在线语音]',
  [CONTENT.card]: '[名片]',
  [CONTENT.poke]: '[戳一戳]',
  [CONTENT.attachment]: '[文件]',
};

/** System lines, in the wording that existing clients match, if any. `by` is the actor. */
function systemLine(content: SystemContent, by: string): string {
  switch (content.event) {
    case 'friend_accepted':
      return '我通过了你的朋友验证请求，现在我们可以开始聊天了';
    case 'renamed':
      return `${by}修改群名为“${content.name}”`;
    case 'muted_all':
      return content.on ? `${by}开启了全员禁言` : `${by}关闭了全员禁言`;
    case 'anonymous_allowed':
      return content.on ? `${by}允许了匿名聊天` : `${by}关闭了匿名聊天`;
    case 'notice_posted':
      return `${by}发布了群公告`;
    case 'support_joined':
      return `客服${by}进入会话`;
    case 'support_left':
      return `客服${by}离开了会话`;
    case 'support_greeting':
      return content.text;
  }
}

/** Lines about membership and roles; `by` is the actor, `whom` the people affected. */
const membershipLines: Readonly<Record<MembershipContent['event'], (by: string, whom: string) => string>> = {
  created: (by, whom) => `${by}邀请了${whom}加入群聊`,
  invited: (by, whom) => `${by}邀请了${whom}加入群聊`,
  joined: (by) => `${by}加入群聊`,
  removed: (by, whom) => `${by}将${whom}移出了群聊`,
  left: (by) => `${by}退出了群聊`,
  owner_changed: (_by, whom) => `${whom}成为新群主`,
  admins_added: (_by, whom) => `${whom}成为管理员`,
  admins_removed: (_by, whom) => `${whom}不再是管理员`,
  muted: (by, whom) => `${whom}被${by}禁言`,
  unmuted: (by, whom) => `${whom}被${by}解除禁言`,
};

/** The maximum number of people named in a line. */
const NAMED = 5;

/** The line that replaces a recalled message. */
function recalledLine(by: string): string {
  return `${by}撤回了一条消息`;
}

/** The person who recalled a message, if not its sender. */
function recallerOf({ content }: Entry): number | undefined {
  return (JSON.parse(content) as { by?: number }).by;
}

/** Shown in place of a stranger's message that the reader has not unlocked. */
const WITHHELD = '[陌生人消息，解锁后可查看]';

/** Roles and nicknames in a group; a missing person is an ordinary member without a nickname. */
export type Marks = ReadonlyMap<number, Pick<Member, 'role' | 'nickname'>>;

const roleNumbers: Readonly<Record<Member['role'], number>> = { member: 0, admin: 1, owner: 2 };

/** The number of a role: 0 member, 1 admin, 2 owner. */
export function roleNumber(role: Member['role']): number {
  return roleNumbers[role];
}

const ANONYMOUS_FACE = 'default_anonymous/300.jpg';

/**
 * A message object. A recalled message keeps its id and becomes a system line. `people` contains all people in
 * `peopleIn`, `marks` the senders of a group. Of the sender of an anonymous message, only the id is shown, and only to
 * that sender, whose view of the entry contains it.
 */
export function presentMessage(
  conversation: ConversationHead,
  entry: Entry,
  people: ReadonlyMap<number, Profile>,
  marks: Marks = new Map(),
): imShapes.Message {
  const isSystem = isLine(entry);
  return {
    type: isSystem ? 1 : 0,
    msg: {
      id: messageId(conversation.id, entry.seq),
      type: isSystem || entry.isWithheld ? CONTENT.text : entry.type,
      time: seconds(entry.sentAt),
      content: contentOf(entry, people),
      ...(entry.alias === null
        ? presentSender(entry, people, isSystem ? new Map() : marks)
        : presentAlias(entry, entry.alias)),
    },
  };
}

type Sender = Pick<imShapes.Message['msg'], 'user_info' | 'is_niming' | 'is_admin'>;

function presentSender({ senderId }: Entry, people: ReadonlyMap<number, Profile>, marks: Marks): Sender {
  const sender = people.get(senderId);
  const mark = marks.get(senderId);
  return {
    user_info: {
      uid: senderId,
      name: mark?.nickname || (sender?.nickname ?? ''),
      face: sender ? photoPath(sender) : '',
      username: sender?.username ?? '',
      nickname: sender?.nickname ?? '',
    },
    is_niming: 0,
    is_admin: mark ? roleNumber(mark.role) : 0,
  };
}

function presentAlias({ senderId }: Entry, name: string): Sender {
  return {
    user_info: { uid: senderId, name, face: ANONYMOUS_FACE, username: '', nickname: name },
    is_niming: 1,
    is_admin: 0,
  };
}

/** Whether an entry is shown as a system line rather than a person's message. */
function isLine(entry: Entry): boolean {
  return entry.kind === 'system' || entry.kind === 'member' || entry.gone !== null;
}

type Named = Pick<Profile, 'nickname' | 'sex' | 'avatarName'>;

/** The line that represents an entry in the conversation list. */
export function presentLabel(entry: Entry, people: ReadonlyMap<number, Named>): string {
  if (isLine(entry) || entry.isWithheld || entry.type === CONTENT.text) {
    const { text } = contentOf(entry, people);
    return typeof text === 'string' ? text : '';
  }
  return labels[entry.type] ?? '[未知]';
}

/** The path of a message's file below `/static/chat/`; a full URL is kept as it is. */
export function filePath(conversation: ConversationHead, entry: Entry): string {
  const { url, full_url } = JSON.parse(entry.content) as { url?: string; full_url?: string };
  return url ? `${conversation.listId}/${url}` : (full_url ?? '');
}

/** The people whose profiles `presentMessage` needs. */
export function peopleIn(entry: Entry): number[] {
  const sender = entry.alias === null ? [entry.senderId] : [];
  if (entry.kind === 'member') {
    const { users } = JSON.parse(entry.content) as MembershipContent; // stored by `appendEntries`
    return [...sender, ...users.slice(0, NAMED)];
  }
  if (entry.gone !== null) return [...sender, recallerOf(entry) ?? 0].filter(Boolean);
  const isCard = entry.kind === 'message' && entry.type === CONTENT.card && !entry.isWithheld;
  if (!isCard) return sender;
  return [...sender, (JSON.parse(entry.content) as { user_id: number }).user_id];
}

function contentOf(entry: Entry, people: ReadonlyMap<number, Named>): Record<string, unknown> {
  const by = entry.alias ?? people.get(entry.senderId)?.nickname ?? '';
  if (entry.gone !== null) {
    const recaller = recallerOf(entry);
    return { text: recalledLine(recaller === undefined ? by : (people.get(recaller)?.nickname ?? '')) };
  }
  if (entry.isWithheld) return { text: WITHHELD };
  const content = parseForDisplay(entry.content) as Record<string, unknown>; // stored by `encodeContent`: always an object
  // The two casts: stored by `appendEntries`.
  if (entry.kind === 'system') return { text: systemLine(content as unknown as SystemContent, by) };
  if (entry.kind === 'member') {
    const { event, users, count } = content as unknown as MembershipContent;
    const names = users.slice(0, NAMED).map((id) => people.get(id)?.nickname ?? '');
    const whom = names.join('、') + (count > NAMED ? `等${count}人` : '');
    return { text: membershipLines[event](by, whom) };
  }
  if (entry.type === CONTENT.card) {
    const person = people.get(content['user_id'] as number);
    return {
      user_id: content['user_id'],
      nickname: person?.nickname ?? content['nickname'],
      face: person ? photoPath(person) : '',
    };
  }
  return content;
}
