export { AdminError, connectAdmin, type AdminClient, type AdminOptions } from './admin.js';
export { ApiError, connectApi, type ApiClient, type ApiOptions } from './api.js';
export { RealtimeError } from './realtime-error.js';
export * from './realtime.js';
export type { RealtimeState, Timing } from './connection.js';
export type { WebSocketClass, WebSocketLike } from './web-socket.js';
export type { Page, SyncRange } from './follow-conversations.js';
export { connectIm, ImError, type ImBlob, type ImClient, type ImFile, type ImOptions } from './im.js';
