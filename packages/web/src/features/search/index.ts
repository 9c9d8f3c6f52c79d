export { SearchBox } from './search-box.js';
export { SearchHost } from './search-host.js';
