export { ArticleScreen } from './article-screen.js';
export { HelpScreen } from './screen.js';
