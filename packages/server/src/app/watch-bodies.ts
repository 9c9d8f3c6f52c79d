import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Timing } from '../realtime/timing.js';

/** How patient the server is with a body that is on its way. */
export type BodyPatience = Pick<Timing, 'silentForMs' | 'bodyGraceMs' | 'bodyBytesPerSecond' | 'lookEveryMs'>;

interface Body {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly begunAtBytes: number;
  bytes: number;
  silentMs: number;
  /** How long the client has had the word, not counting what we took to read. */
  activeMs: number;
}

/**
 * Calls `timeOut` for a request whose body has stopped to come, or comes so slowly on the whole that it is there to
 * hold a place. A slow line has as much time as it needs: silence counts, not the time that an upload takes. Answers
 * what ends the watch.
 */
export function watchBodies(
  server: Server,
  patience: BodyPatience,
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
    // Also when it was answered early: the rest of it still holds the connection.
    request.once('close', () => {
      if (request.complete || request.socket.destroyed) bodies.delete(body);
    });
  });

  let lookedAt = performance.now();
  const looks = setInterval(() => {
    const now = performance.now();
    // While this process was busy, nobody could make progress.
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
    // What came and was not read yet is our affair.
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
