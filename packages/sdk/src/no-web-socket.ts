/** Stands for the package `ws` in browsers, which all have a `WebSocket`; it is never called. */
export const WebSocket = undefined;
