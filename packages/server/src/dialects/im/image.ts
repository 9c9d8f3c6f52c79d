import type { im } from '@kith/contract';
import { listFileMessages } from '@kith/core/conversations';
import { messageId } from '@kith/core/kernel';
import type { Handlers } from '../implement.js';
import { seconds } from './present/account.js';
import { filePath } from './present/message.js';

export const imageHandlers: Handlers<typeof im.image> = {
  list: async (ctx, params) => {
    const { membership, entries } = await listFileMessages(ctx, { listId: params.list_id, family: 'image' });
    return entries.reverse().map((entry) => ({
      id: messageId(membership.conversation.id, entry.seq),
      url: filePath(membership.conversation, entry),
      time: seconds(entry.sentAt),
    }));
  },
};
