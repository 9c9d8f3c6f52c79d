/** The part of a WebSocket that is used here; a browser's and that of `ws` both fit. */
export interface WebSocketLike {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState?: number;
  send(data: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

/** The class of such sockets: the global `WebSocket`, or the one of `ws`. */
export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike;

/** The class to use if the application specifies none. */
export async function findWebSocket(): Promise<WebSocketClass> {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketClass };
  // Node before 22 has no global WebSocket. A bundler for browsers takes `no-web-socket.ts` in place of `ws`.
  return WebSocket ?? (await import('#ws')).WebSocket;
}
