export * from './avatars.js';
export * from './ctx.js';
export * from './errors.js';
export * from './events.js';
export * from './ids.js';
export * from './paging.js';
export * from './tenant.js';
export * from './text.js';
