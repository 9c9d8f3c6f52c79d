import type { im } from '@kith/contract';
import { findAnnouncement } from '@kith/core/content';
import type { Handlers } from '../implement.js';
import { presentAnnouncement } from './present/content.js';

export const announcementHandlers: Handlers<typeof im.announcement> = {
  getAnnounceMentInfo: async (ctx, _params, { locale }) =>
    presentAnnouncement(ctx.tenant, await findAnnouncement(ctx, locale)),
};
