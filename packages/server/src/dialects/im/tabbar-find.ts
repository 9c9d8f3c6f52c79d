import type { im } from '@kith/contract';
import type { Handlers } from '../implement.js';

export const tabbarFindHandlers: Handlers<typeof im.tabbarFind> = {
  getTabbarFindUrl: async (ctx) => ({ url: ctx.tenant.settings.exploreUrl }),
};
