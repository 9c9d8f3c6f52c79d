import type { im } from '@kith/contract';
import { hideConversation, markRead, markUnread, setArchived } from '@kith/core/conversations';
import type { Handlers } from '../implement.js';

export const chatHandlers: Handlers<typeof im.chat> = {
  deleteChat: (ctx, params) => hideConversation(ctx, params.list_id),

  archive: (ctx, params) => setArchived(ctx, { listId: params.list_id, isArchived: params.value === 1 }),

  sign: (ctx, params) =>
    (params.no_reader_num ?? 0) > 0
      ? markUnread(ctx, params.list_id)
      : markRead(ctx, { listId: params.list_id }),
};
