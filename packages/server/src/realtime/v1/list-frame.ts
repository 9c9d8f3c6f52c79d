import { realtime } from '@kith/contract';
import { previewText, type ChatPage, type Entry } from '@kith/core/conversations';
import { messageId, type ConversationId } from '@kith/core/kernel';
import { encodeFrame } from './frames.js';

/** The bytes of a `list` frame without its rows. */
const ENVELOPE_BYTES = 200;

/** A page of the conversation list; the rows that do not fit into a frame come with the next page. */
export function encodeListFrame(cid: string, { rows, hasMore }: ChatPage): string {
  const conversations: realtime.ListedConversation[] = [];
  let bytesLeft = realtime.MAX_FRAME_BYTES - ENVELOPE_BYTES;
  for (const row of rows) {
    const shown = presentRow(row);
    bytesLeft -= Buffer.byteLength(JSON.stringify(shown)) + 1;
    if (bytesLeft < 0) break;
    conversations.push(shown);
  }
  const last = rows[conversations.length - 1];
  const isLast = !hasMore && conversations.length === rows.length;
  return encodeFrame({ t: 'list', cid, conversations, ...(last && !isLast && { next: last.cursor }) });
}

function presentRow(row: ChatPage['rows'][number]): realtime.ListedConversation {
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
    ...(draft.text !== '' && { draft: { text: draft.text, time: draft.writtenAt } }),
    ...(last && { last: presentPreview(conversation.id, last) }),
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

/** A message, in short. */
export function presentPreview(id: ConversationId, entry: Entry): realtime.Preview {
  const { seq, kind, type, senderId, alias, sentAt, gone, isWithheld } = entry;
  const event = kind === 'message' ? undefined : (JSON.parse(entry.content) as { event: string }).event; // stored by `appendEntries`
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
    ...(gone !== null && { recalled: true }),
    ...(isWithheld && { withheld: true }),
  };
}
