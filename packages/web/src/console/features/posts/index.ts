export type { PostFilters } from './filters.js';
export { Author, Filters, Pages, Veil } from './navigation.js';
export { Comments } from './comments.js';
export { TakeDown } from './take-down.js';
