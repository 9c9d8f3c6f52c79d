/** The endpoints of the Chat API, by the second segment of their paths in lower case. */
export * as action from './action.js';
export * as app from './app.js';
export * as chat from './chat.js';
export * as circle from './circle.js';
export * as friend from './friend.js';
export * as get from './get.js';
export * as group from './group.js';
export * as image from './image.js';
export * as in from './in.js';
export * as message from './message.js';
export * as remove from './remove.js';
export * as set from './set.js';
export * as upload from './upload.js';
export * as vendor from './vendor.js';
