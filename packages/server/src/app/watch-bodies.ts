import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Timing } from '../realtime/timing.js';

/** How long the server waits for a request body. */
export type BodyTimeouts = Pick<Timing, 'silentForMs' | 'bodyGraceMs' | 'bodyBytesPerSecond' | 'lookEveryMs'>;

interface Body {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly begunAtBytes: number;
  bytes: number;
  silentMs: number;
  /** The time in which the client could have sent, without the time in which we were reading. */
  activeMs: number;
}

/**
 * Calls `timeOut` for a request whose body stalls, or whose average rate is so low that it only occupies a place. Slow
 * lines are fine: inactivity counts, not the duration of the upload. Returns a function that stops the watch.
 */
export function watchBodies(
  server: Server,
  patience: BodyTimeouts,
  timeOut: (request: IncomingMessage, response: ServerResponse) => void,
): () => void {
  const bodies = new Set<Body>();

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.complete) return;
    const { bytesRead } = request.socket;
    const body: Body = {
      request,
      response,
      begunAtBytes: bytesRead,
      bytes: bytesRead,
      silentMs: 0,
      activeMs: 0,
    };
    bodies.add(body);
    // Also for requests that were answered early: the rest of the body still occupies the connection.
    request.once('close', () => {
      if (request.complete || request.socket.destroyed) bodies.delete(body);
    });
  });

  let lookedAt = performance.now();
  const looks = setInterval(() => {
    const now = performance.now();
    // While this process was busy, no client could make progress.
    const passedMs = Math.min(now - lookedAt, 2 * patience.lookEveryMs);
    lookedAt = now;
    for (const body of bodies) {
      const { request, response } = body;
      if (request.complete || request.socket.destroyed) bodies.delete(body);
      else if (isTooSlow(body, passedMs)) {
        bodies.delete(body);
        timeOut(request, response);
      }
    }
  }, patience.lookEveryMs).unref();

  function isTooSlow(body: Body, passedMs: number): boolean {
    // Data has arrived that we have not read yet, so the client is not at fault.
    if (body.request.readableLength > 0) return false;
    const { bytesRead } = body.request.socket;
    body.silentMs = bytesRead === body.bytes ? body.silentMs + passedMs : 0;
    body.bytes = bytesRead;
    body.activeMs += passedMs;
    const owedBytes = (body.activeMs / 1000) * patience.bodyBytesPerSecond;
    return (
      body.silentMs >= patience.silentForMs ||
      (body.activeMs >= patience.bodyGraceMs && bytesRead - body.begunAtBytes < owedBytes)
    );
  }

  return () => clearInterval(looks);
}
