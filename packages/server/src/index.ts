export type { Config } from './config/config.js';
export { startServer, type RunningServer } from './app/server.js';
