export * from './endpoint.js';
export * as api from './api/index.js';
export { apiAnswerSchema } from './api/answer.js';
export * as apiShapes from './api/shapes.js';
export * as im from './im/index.js';
export { closedPaths as imClosedPaths } from './im-closed.js';
export * from './im/frames.js';
export * as imShapes from './im/shapes.js';
export * as realtime from './realtime.js';
