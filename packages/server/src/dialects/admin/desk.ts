import type { admin } from '@kith/contract';
import { CONTENT, previewText, searchText, type Entry } from '@kith/core/conversations';
import {
  answerCustomer,
  endDeskService,
  markDeskRead,
  openDesk,
  readDeskMessages,
  setDeskAway,
} from '@kith/core/support';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';
import { presentPlace, readPlace } from './present/thread-place.js';

export const deskHandlers: AdminHandlers<typeof admin.desk> = {
  show: async (ctx, { after }) => {
    const { agent, rows, next } = await openDesk(ctx, readPlace(after));
    return {
      ...(agent && {
        agent: {
          id: agent.id,
          username: agent.username,
          state: agent.state === 'serving' ? 'available' : 'away',
        },
      }),
      rows: rows.map(({ customerId, customerName, waitsSince, lastSentAt, unread, last }) => ({
        ...withoutNulls({ customerId, customerName, waitsSince, lastSentAt }),
        unread,
        preview: last ? previewText(last) : '',
      })),
      ...(next && { next: presentPlace(next) }),
    };
  },
  setState: (ctx, { state }) => setDeskAway(ctx, state === 'away'),
  messages: async (ctx, { id, before }) => {
    const { agentId, listId, entries, hasMore, readSeq } = await readDeskMessages(ctx, {
      customerId: id,
      before,
    });
    return {
      rows: entries.map((entry) => ({
        ...presentMessage(entry, listId),
        isOwn: entry.senderId === agentId,
        isOfCustomer: entry.senderId === id,
      })),
      hasMore,
      readSeq,
    };
  },
  sendText: (ctx, { id, clientId, text }) => answerCustomer(ctx, { customerId: id, clientId, text }),
  sendPicture: (ctx, { id, clientId, picture }) =>
    answerCustomer(ctx, { customerId: id, clientId, picture: Buffer.from(picture, 'base64') }),
  markRead: (ctx, { id, seq }) => markDeskRead(ctx, { customerId: id, seq }),
  end: (ctx, { id }) => endDeskService(ctx, id),
};

function presentMessage({ seq, type, content, sentAt, editedAt, gone }: Entry, listId: string) {
  const name = type === CONTENT.image && gone === null ? pictureName(content) : undefined;
  return {
    seq,
    type,
    text: gone === null ? searchText(type, content) : '',
    ...(name !== undefined && { picture: `/static/chat/${listId}/${name}` }),
    sentAt,
    ...(editedAt !== null && { editedAt }),
    isRemoved: gone !== null,
  };
}

/** The name of the picture in a content, which clients write below different folders. */
function pictureName(content: string): string | undefined {
  const { url, full_url } = JSON.parse(content) as { url?: unknown; full_url?: unknown };
  const [, name] = /([^/]+)$/.exec(String(url || full_url)) ?? [];
  return name;
}
