import type { admin } from '@kith/contract';
import {
  addAnnouncement,
  addArticle,
  addLink,
  addOperatorPicture,
  cleanBody,
  findAnnouncements,
  findArticles,
  findLinks,
  listOfferedAvatars,
  offerAvatar,
  openAnnouncement,
  openArticle,
  openArticleVersion,
  orderLinks,
  orderAvatars,
  removeArticle,
  removeLink,
  restoreArticle,
  saveAnnouncement,
  saveArticle,
  saveLink,
  takeAvatarBack,
  takeBackAnnouncement,
  unscheduleArticle,
} from '@kith/core/content';
import { addReason, findReasons, orderReasons, saveReason } from '@kith/core/moderation';
import { listUniversities } from '@kith/core/tenants';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const contentHandlers: AdminHandlers<typeof admin.content> = {
  listArticles: async (ctx, params) => {
    const { rows, next } = await findArticles(ctx, params);
    return { rows: rows.map(withoutNulls), ...(next !== undefined && { next }) };
  },
  addArticle: (ctx, params) => addArticle(ctx, params),
  showArticle: async (ctx, { id }) => {
    const { versions, ...article } = await openArticle(ctx, id);
    return { ...withoutNulls(article), versions: versions.map(withoutNulls) };
  },
  saveArticle: (ctx, params) => saveArticle(ctx, params),
  removeArticle: (ctx, params) => removeArticle(ctx, params),
  showArticleVersion: async (ctx, params) => withoutNulls(await openArticleVersion(ctx, params)),
  restoreArticle: (ctx, params) => restoreArticle(ctx, params),
  unscheduleArticle: (ctx, params) => unscheduleArticle(ctx, params),
  listAnnouncements: async (ctx, params) => {
    const { rows, next } = await findAnnouncements(ctx, params);
    return { rows: rows.map(withoutNulls), ...(next !== undefined && { next }) };
  },
  addAnnouncement: (ctx, params) => addAnnouncement(ctx, params),
  showAnnouncement: async (ctx, { id }) => withoutNulls(await openAnnouncement(ctx, id)),
  saveAnnouncement: (ctx, params) => saveAnnouncement(ctx, params),
  takeBackAnnouncement: (ctx, params) => takeBackAnnouncement(ctx, params),
  listUniversities: (ctx) => listUniversities(ctx),
  listLinks: (ctx, { place }) => findLinks(ctx, place),
  addLink: (ctx, params) => addLink(ctx, params),
  saveLink: (ctx, params) => saveLink(ctx, params),
  removeLink: (ctx, params) => removeLink(ctx, params),
  orderLinks: (ctx, params) => orderLinks(ctx, params),
  listReasons: async (ctx) =>
    (await findReasons(ctx)).map(({ changedAt, ...reason }) => ({
      ...reason,
      // Those that a tenant begins with have never been changed.
      ...(changedAt > 0 && { changedAt }),
    })),
  addReason: async (ctx, params) => ({ id: await addReason(ctx, params) }),
  saveReason: (ctx, params) => saveReason(ctx, params),
  orderReasons: (ctx, params) => orderReasons(ctx, params),
  listAvatars: async (ctx) =>
    (await listOfferedAvatars(ctx)).map(({ name, ...avatar }) => ({
      ...avatar,
      url: `/static/photo/user/${name}/300.jpg`,
    })),
  addAvatar: (ctx, { picture }) => offerAvatar(ctx, Buffer.from(picture, 'base64')),
  removeAvatar: (ctx, { id }) => takeAvatarBack(ctx, id),
  orderAvatars: (ctx, params) => orderAvatars(ctx, params),
  preview: async (ctx, { body }) => ({ body: await cleanBody(ctx, body) }),
  addPicture: async (ctx, { picture }) => ({
    path: await addOperatorPicture(ctx, Buffer.from(picture, 'base64')),
  }),
};
