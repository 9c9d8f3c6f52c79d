import type { im } from '@kith/contract';
import { listLinks } from '@kith/core/content';
import type { Handlers } from '../implement.js';
import { presentMenuLink } from './present/content.js';

const PER_PAGE = 15;

/** `/im/middle.Middle/*`: the menu. */
export const middleMiddleHandlers: Handlers<(typeof im)['middle.Middle']> = {
  get_list: async (ctx, params, call) => {
    const page = params.page ?? 1;
    const { total, perPage, lastPage, rows } = await listLinks(ctx, 'menu', { page, perPage: PER_PAGE });
    return {
      total,
      per_page: perPage,
      current_page: call.sent('page') && rows.length > 0 ? String(page) : page,
      last_page: lastPage,
      data: rows.map(presentMenuLink),
    };
  },
};
