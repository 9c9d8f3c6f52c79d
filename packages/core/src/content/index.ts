export {
  listContent,
  publishContent,
  storeOperatorPicture,
  unpublish,
  type Content,
  type ContentDrafts,
} from './publish.js';
export { findAnnouncement, getArticle, listArticles, listLinks } from './read.js';
export { ARTICLE_PICTURE, findTenantsToStart, LINK_PICTURE, startContent } from './start.js';
export type { Announcement, Article, Link } from './store.js';
