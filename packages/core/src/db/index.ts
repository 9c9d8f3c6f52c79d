export { migrations } from './migrations/index.js';
export type { Tables } from './tables/index.js';
export type { SettingChange } from './tables/tenants.js';
