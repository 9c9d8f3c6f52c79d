export { AnnouncementScreen } from './announcement-screen.js';
export { AnnouncementsScreen } from './announcements-screen.js';
export { ArticleScreen } from './article-screen.js';
export { ArticlesScreen } from './articles-screen.js';
export { AvatarsScreen } from './avatars-screen.js';
export { LinksScreen } from './links-screen.js';
export { ReasonsScreen } from './reasons-screen.js';
export { StickersScreen } from './stickers-screen.js';
