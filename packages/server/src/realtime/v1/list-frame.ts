import { realtime } from '@kith/contract';
import { isFromStranger, previewText, type ChatPage, type Entry } from '@kith/core/conversations';
import { messageId, type AccountId, type ConversationId } from '@kith/core/kernel';
import { encodeFrame } from './frames.js';

/** The bytes of a `list` frame without its rows. */
const ENVELOPE_BYTES = 200;

/** A page of the conversation list; the rows that do not fit into a frame come with the next page. */
export function encodeListFrame(cid: string, viewer: AccountId, { rows, hasMore, unread }: ChatPage): string {
  const conversations: realtime.ListedConversation[] = [];
  let bytesLeft = realtime.MAX_FRAME_BYTES - ENVELOPE_BYTES;
  for (const row of rows) {
    const shown = presentRow(row, viewer);
    bytesLeft -= Buffer.byteLength(JSON.stringify(shown)) + 1;
    if (bytesLeft < 0) break;
    conversations.push(shown);
  }
  const last = rows[conversations.length - 1];
  const isLast = !hasMore && conversations.length === rows.length;
  return encodeFrame({
    t: 'list',
    cid,
    conversations,
    ...(last && !isLast && { next: last.cursor }),
    ...(unread !== undefined && { unread }),
  });
}

function presentRow(row: ChatPage['rows'][number], viewer: AccountId): realtime.ListedConversation {
  const { conversation, last, draft } = row;
  return {
    ...presentFace(row),
    seq: row.lastSeq,
    read: row.readSeq,
    time: row.lastSentAt,
    unread: row.unread,
    mentions: row.unreadMentions,
    pinned: row.pinnedAt !== null,
    silent: row.isSilent,
    ...(row.isArchived && { archived: true }),
    ...(isFromStranger(row, viewer) && { stranger: true }),
    ...(draft.text !== '' && { draft: { text: draft.text, time: draft.writtenAt } }),
    ...(last && {
      last: {
        ...presentPreview(conversation.id, last),
        ...(row.writerName !== null && { name: row.writerName }),
      },
    }),
  };
}

/** What a conversation is called. */
export function presentFace({
  conversation,
  name,
  peer,
}: Pick<
  ChatPage['rows'][number],
  'conversation' | 'name' | 'peer'
>): realtime.SearchFrame['conversations'][number] {
  return {
    to: conversation.listId,
    kind: conversation.kind,
    name,
    ...(peer && {
      peer: {
        user_id: peer.id,
        nickname: peer.nickname,
        remark: peer.remark,
        avatar: peer.avatarName ?? '',
      },
    }),
  };
}

interface Event {
  readonly event?: string;
  readonly on?: boolean;
  readonly count?: number;
  readonly users?: readonly number[];
}

/** So many of those whom a line concerns are named. */
const NAMED = 3;

/** A message, in short. */
export function presentPreview(id: ConversationId, entry: Entry): realtime.Preview {
  const { seq, kind, type, senderId, alias, sentAt, gone, isWithheld } = entry;
  const { event, on, count, users } = kind === 'message' ? {} : (JSON.parse(entry.content) as Event); // stored by `appendEntries`
  return {
    seq,
    id: messageId(id, seq),
    kind,
    type,
    from: senderId,
    ...(alias !== null && { alias }),
    time: sentAt,
    text: previewText(entry),
    ...(event !== undefined && { event }),
    ...(on !== undefined && { on }),
    ...(count !== undefined && { count }),
    ...(users !== undefined && { users: users.slice(0, NAMED) }),
    ...(gone !== null && { recalled: true }),
    ...(isWithheld && { withheld: true }),
  };
}
