export { ArticleScreen } from './article-screen.js';
export { ArticlesScreen } from './articles-screen.js';
