import type { im } from '@kith/contract';
import { destroyHistory } from '@kith/core/conversations';
import type { Handlers } from '../implement.js';

/** `/im/group/*`. */
export const groupHandlers: Handlers<typeof im.group> = {
  xiaoHuiMessage: (ctx, params) => destroyHistory(ctx, params.list_id),
};
