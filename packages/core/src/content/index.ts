export type { ShownAnnouncement } from './announcements-store.js';
export type {
  Article,
  ArticleContent,
  ArticleRow,
  ArticleText,
  ArticleVersion,
  ShownArticle,
  TextLanguage,
} from './articles-store.js';
export {
  addOperatorPicture,
  listContent,
  publishContent,
  storeOperatorPicture,
  unpublish,
  type Content,
  type ContentDrafts,
} from './publish.js';
export { findAnnouncement, getArticle, listArticles, listLinks } from './read.js';
export { cleanBody } from './clean-article.js';
export { ARTICLE_PICTURE, findTenantsToSeed, LINK_PICTURE, seedContent } from './seed-content.js';
export type { Link } from './store.js';
export {
  addArticle,
  findArticles,
  openArticle,
  openArticleVersion,
  removeArticle,
  restoreArticle,
  saveArticle,
  unscheduleArticle,
  type EditedArticle,
} from './write-article.js';
export {
  addAnnouncement,
  findAnnouncements,
  openAnnouncement,
  saveAnnouncement,
  takeBackAnnouncement,
} from './write-announcement.js';
export { listOfferedAvatars, offerAvatar, orderAvatars, takeAvatarBack } from './offer-avatars.js';
export { addLink, findLinks, orderLinks, removeLink, saveLink } from './write-link.js';
