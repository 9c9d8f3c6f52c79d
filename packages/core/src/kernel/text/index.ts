export * from './clean.js';
export * from './count.js';
export * from './emoji.js';
export * from './fold.js';
export * from './links.js';
export * from './search.js';
export * from './username.js';
