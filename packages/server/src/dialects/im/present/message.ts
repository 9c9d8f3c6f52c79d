import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import { CONTENT, type SystemContent } from '@kith/core/conversations';
import { messageId, type ConversationHead, type Entry } from '@kith/core/kernel';
import { photoPath, seconds } from './account.js';

/** What lists show for a message that is no text; clients write the same labels themselves on a push. */
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

/** System lines in the words that existing clients match. */
const systemLines: Readonly<Record<SystemContent['event'], string>> = {
  friend_accepted: '我通过了你的朋友验证请求，现在我们可以开始聊天了',
};

/** The trace that a message leaves which was taken back. */
function recalledLine(sender: Profile | undefined): string {
  return `${sender?.nickname ?? ''}撤回了一条消息`;
}

/**
 * A message object. A recalled message keeps its id and becomes a system line. `people` holds the sender
 * and, for a name card, the person on it.
 */
export function presentMessage(
  conversation: ConversationHead,
  entry: Entry,
  people: ReadonlyMap<number, Profile>,
): imShapes.Message {
  const sender = people.get(entry.senderId);
  const isSystem = entry.kind === 'system' || entry.gone !== null;
  return {
    type: isSystem ? 1 : 0,
    msg: {
      id: messageId(conversation.id, entry.seq),
      type: isSystem ? CONTENT.text : entry.type,
      time: seconds(entry.sentAt),
      content: contentOf(entry, people),
      user_info: {
        uid: entry.senderId,
        name: sender?.nickname ?? '',
        face: sender ? photoPath(sender) : '',
        username: sender?.username ?? '',
        nickname: sender?.nickname ?? '',
      },
      is_niming: 0,
      is_admin: 0,
    },
  };
}

/** The one line that stands for an entry in the conversation list. */
export function presentLabel(entry: Entry, people: ReadonlyMap<number, Profile>): string {
  if (entry.kind === 'system' || entry.gone !== null || entry.type === CONTENT.text) {
    const { text } = contentOf(entry, people);
    return typeof text === 'string' ? text : '';
  }
  return labels[entry.type] ?? '[未知]';
}

/** Where the file of a message lies below `/static/chat/`; of one that names it whole, as it is named. */
export function filePath(conversation: ConversationHead, entry: Entry): string {
  const { url, full_url } = JSON.parse(entry.content) as { url?: string; full_url?: string };
  return url ? `${conversation.listId}/${url}` : (full_url ?? '');
}

/** Whose profiles `presentMessage` needs. */
export function peopleIn(entry: Entry): number[] {
  if (entry.kind !== 'message' || entry.type !== CONTENT.card || entry.gone !== null) return [entry.senderId];
  return [entry.senderId, (JSON.parse(entry.content) as { user_id: number }).user_id];
}

function contentOf(entry: Entry, people: ReadonlyMap<number, Profile>): Record<string, unknown> {
  if (entry.gone !== null) return { text: recalledLine(people.get(entry.senderId)) };
  const content = JSON.parse(entry.content) as Record<string, unknown>; // stored by `encodeContent`: always an object
  if (entry.kind === 'system') return { text: systemLines[(content as unknown as SystemContent).event] };
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
