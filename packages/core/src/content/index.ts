export {
  listContent,
  publishContent,
  storeOperatorPicture,
  unpublish,
  type Content,
  type ContentDrafts,
} from './publish.js';
export { findAnnouncement, getArticle, listArticles, listLinks } from './read.js';
export { ARTICLE_PICTURE, findTenantsToSeed, LINK_PICTURE, seedContent } from './seed-content.js';
export type { Announcement, Article, Link } from './store.js';
