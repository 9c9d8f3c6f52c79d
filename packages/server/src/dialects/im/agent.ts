import { bounds } from '@kith/core/kernel';
import type { im } from '@kith/contract';
import { listLinks } from '@kith/core/content';
import type { Handlers } from '../implement.js';
import { presentExploreLink } from './present/content.js';

/** `/im/agent/*`: the explore page. */
export const agentHandlers: Handlers<typeof im.agent> = {
  getOnlineList: async (ctx) => {
    const { rows } = await listLinks(ctx, 'explore', { page: 1, perPage: bounds.list.agentLinks });
    return rows.map((link) => presentExploreLink(ctx.tenant, link));
  },
};
