import { Type } from 'typebox';
import { described } from '../described.js';
import {
  Announcement,
  announcementContent,
  AnnouncementRow,
  AnnouncementState,
} from './announcement-shapes.js';
import {
  Article,
  articleContent,
  ArticleLanguage,
  ArticlePosition,
  ArticleRow,
  ArticleVersion,
  publication,
  SeenVersion,
} from './article-shapes.js';
import { adminEndpoint } from './endpoint.js';
import { EditedLink, linkContent, LinkPlace, reordering } from './link-shapes.js';
import { Picture } from './picture.js';
import { EditedReason, reasonContent, reasonIdentity } from './reason-shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

export const listArticles = adminEndpoint({
  method: 'GET',
  path: '/admin/content/articles',
  summary: 'The articles, newest first; 50 in a page.',
  needs: 'content',
  params: {
    text: described(Maybe(Text({ maxLength: 200 })), 'A part of a title.'),
    position: Maybe(ArticlePosition),
    state: Maybe(OneOf('draft', 'scheduled', 'shown', 'hidden')),
    language: described(Maybe(ArticleLanguage), 'Those that its readers can read.'),
    before: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(ArticleRow),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const addArticle = adminEndpoint({
  method: 'POST',
  path: '/admin/content/articles',
  summary: 'Writes a new article.',
  needs: 'content',
  params: { ...articleContent, ...publication },
  result: Type.Object({ id: Id, version: Type.Integer() }),
});

export const showArticle = adminEndpoint({
  method: 'GET',
  path: '/admin/content/articles/{id}',
  summary: 'The newest version of an article, and who has written which.',
  needs: 'content',
  params: { id: Id },
  result: Article,
});

export const saveArticle = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/articles/{id}',
  summary: 'Writes a new version of an article.',
  needs: 'content',
  params: { id: Id, version: SeenVersion, ...articleContent, ...publication },
  result: Type.Object({ version: Type.Integer() }),
});

export const removeArticle = adminEndpoint({
  method: 'DELETE',
  path: '/admin/content/articles/{id}',
  summary: 'Deletes an article with all its versions.',
  needs: 'content',
  isDangerous: true,
  params: { id: Id, version: SeenVersion },
});

export const showArticleVersion = adminEndpoint({
  method: 'GET',
  path: '/admin/content/articles/{id}/versions/{version}',
  summary: 'What an article says in one of its versions.',
  needs: 'content',
  params: { id: Id, version: Id },
  result: Type.Object({ ...ArticleVersion.properties, ...articleContent }),
});

export const restoreArticle = adminEndpoint({
  method: 'POST',
  path: '/admin/content/articles/{id}/restoration',
  summary: 'Makes an older version the newest one again, as a draft.',
  needs: 'content',
  params: { id: Id, version: SeenVersion, restored: described(Id, 'The older version.') },
  result: Type.Object({ version: Type.Integer() }),
});

export const unscheduleArticle = adminEndpoint({
  method: 'POST',
  path: '/admin/content/articles/{id}/unscheduling',
  summary: 'Keeps the versions that wait for their time as drafts.',
  needs: 'content',
  params: { id: Id, version: SeenVersion },
});

export const listAnnouncements = adminEndpoint({
  method: 'GET',
  path: '/admin/content/announcements',
  summary: 'The announcements, newest first; 50 in a page.',
  needs: 'content',
  params: {
    state: Maybe(AnnouncementState),
    before: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(AnnouncementRow),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const addAnnouncement = adminEndpoint({
  method: 'POST',
  path: '/admin/content/announcements',
  summary: 'Writes a new announcement.',
  needs: 'content',
  params: announcementContent,
  result: Type.Object({ id: Id, version: Type.Integer() }),
});

export const showAnnouncement = adminEndpoint({
  method: 'GET',
  path: '/admin/content/announcements/{id}',
  summary: 'An announcement in all languages.',
  needs: 'content',
  params: { id: Id },
  result: Announcement,
});

export const saveAnnouncement = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/announcements/{id}',
  summary: 'Changes an announcement; one that was taken back is published again.',
  needs: 'content',
  params: { id: Id, version: SeenVersion, ...announcementContent },
  result: Type.Object({ version: Type.Integer() }),
});

export const takeBackAnnouncement = adminEndpoint({
  method: 'POST',
  path: '/admin/content/announcements/{id}/withdrawal',
  summary: 'Takes an announcement back: no member sees it from now on.',
  needs: 'content',
  params: { id: Id, version: SeenVersion },
  result: Type.Object({ version: Type.Integer() }),
});

export const listUniversities = adminEndpoint({
  method: 'GET',
  path: '/admin/content/universities',
  summary: 'The universities of the tenant, for whose people an announcement can be; at most 2,000.',
  needs: 'content',
  result: Type.Array(Type.Object({ id: Id, name: Type.String(), city: Type.String() })),
});

export const listLinks = adminEndpoint({
  method: 'GET',
  path: '/admin/content/links',
  summary: 'The links of the menu or of the explore page, in the order of members; also the hidden ones.',
  needs: 'content',
  params: { place: LinkPlace },
  result: Type.Array(EditedLink),
});

export const addLink = adminEndpoint({
  method: 'POST',
  path: '/admin/content/links',
  summary: 'Adds a link as the last one of its place.',
  needs: 'content',
  params: { place: LinkPlace, ...linkContent },
  result: Type.Object({ id: Id, version: Type.Integer() }),
});

export const saveLink = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/links/{id}',
  summary: 'Changes a link.',
  needs: 'content',
  params: { id: Id, version: SeenVersion, ...linkContent },
  result: Type.Object({ version: Type.Integer() }),
});

export const removeLink = adminEndpoint({
  method: 'DELETE',
  path: '/admin/content/links/{id}',
  summary: 'Deletes a link.',
  needs: 'content',
  params: { id: Id, version: SeenVersion },
});

export const orderLinks = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/link-order',
  summary: 'Gives the links of the menu or of the explore page another order.',
  needs: 'content',
  params: { place: LinkPlace, ...reordering },
});

export const listReasons = adminEndpoint({
  method: 'GET',
  path: '/admin/content/reasons',
  summary:
    'The reasons of blocks and reports, in the order of members; also those that nobody can choose any more.',
  needs: 'content',
  result: Type.Array(EditedReason),
});

export const addReason = adminEndpoint({
  method: 'POST',
  path: '/admin/content/reasons',
  summary: 'Adds a reason of blocks or reports as the last one.',
  needs: 'content',
  params: { ...reasonIdentity, ...reasonContent },
  result: Type.Object({ id: Id }),
});

export const saveReason = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/reasons/{id}',
  summary: 'Changes a reason. Letters that were sent stay as they are.',
  needs: 'content',
  params: { id: Id, version: SeenVersion, ...reasonContent },
  result: Type.Object({ version: Type.Integer() }),
});

export const orderReasons = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/reason-order',
  summary: 'Gives the reasons another order.',
  needs: 'content',
  params: reordering,
});

export const listAvatars = adminEndpoint({
  method: 'GET',
  path: '/admin/content/avatars',
  summary:
    'The pictures from which new accounts choose, in their order; at most 60. Without any, they choose from those that come with Kith.',
  needs: 'content',
  result: Type.Array(
    Type.Object({
      id: described(Id, 'The `image_id` of `in/reg`.'),
      url: described(Type.String(), 'A path.'),
      createdAt: Time,
      createdBy: Type.String(),
    }),
  ),
});

export const addAvatar = adminEndpoint({
  method: 'POST',
  path: '/admin/content/avatars',
  summary: 'Offers a picture to new accounts as the last one. It is cut to a square and encoded again.',
  needs: 'content',
  params: { picture: Picture },
  result: Type.Object({ id: Id }),
});

export const removeAvatar = adminEndpoint({
  method: 'DELETE',
  path: '/admin/content/avatars/{id}',
  summary: 'Takes a picture back. Those who have chosen it keep it.',
  needs: 'content',
  params: { id: Id },
});

export const orderAvatars = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/avatar-order',
  summary: 'Gives the pictures for new accounts another order.',
  needs: 'content',
  params: reordering,
});

export const preview = adminEndpoint({
  method: 'POST',
  path: '/admin/content/preview',
  summary: 'HTML as it would be stored.',
  needs: 'content',
  params: { body: Type.String({ maxLength: 60_000 }) },
  result: Type.Object({ body: Type.String() }),
});

export const addPicture = adminEndpoint({
  method: 'POST',
  path: '/admin/content/pictures',
  summary:
    'Stores a picture for what is published. It is encoded again, without what it says about its place and camera.',
  needs: 'content',
  params: {
    picture: Picture,
  },
  result: Type.Object({ path: described(Type.String(), 'Below `/uploads/`.') }),
});
