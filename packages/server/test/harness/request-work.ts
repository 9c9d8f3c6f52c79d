import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import { Server } from 'node:http';
import { WebSocket } from 'ws';

/** Enabled only while somebody watches, because it makes each promise slower. */
const watched = new AsyncLocalStorage<true>();
let watchers = 0;
watchEvent(Server.prototype, 'request');
watchEvent(WebSocket.prototype, 'message');

/** Runs an action. `isWatched` tells its work, and that of requests and frames which arrive meanwhile, from background work. */
export async function watchWork(what: () => Promise<unknown>): Promise<void> {
  watchers++;
  try {
    await watched.run(true, what);
  } finally {
    if (--watchers === 0) watched.disable();
  }
}

/** Whether the code that asks runs in a watched action, or for a request or a frame that arrived during one. */
export function isWatched(): boolean {
  return watched.getStore() === true;
}

/** The handlers of an event are watched if somebody watches when it happens. */
function watchEvent(emitters: EventEmitter, event: string): void {
  const emit = emitters.emit as (...args: unknown[]) => boolean;
  emitters.emit = function (this: EventEmitter, ...args: unknown[]) {
    const pass = () => emit.apply(this, args);
    return watchers > 0 && args[0] === event ? watched.run(true, pass) : pass();
  } as typeof emitters.emit;
}
