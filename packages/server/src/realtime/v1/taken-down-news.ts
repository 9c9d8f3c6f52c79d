import type { realtime } from '@kith/contract';
import { rowId, type DomainEvent } from '@kith/core/kernel';
import { listAudience } from '@kith/core/moments';
import { visitorCtx } from '../../app/context.js';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import { tellSocket } from './feed.js';
import { encodeFrame } from './frames.js';

type TakenDownEvent = Extract<DomainEvent, { type: `${string}_taken_down` }>;

/**
 * Tells clients of `kith.v1` that staff have taken a post down: who sees the author's moments, and of short videos everybody in
 * the tenant. Existing clients have no frame for it.
 */
export function makeTakenDownNews(
  deps: Pick<Deps, 'db' | 'ports' | 'ids' | 'log' | 'emit' | 'now' | 'auth' | 'hub'>,
): (event: DomainEvent) => void {
  async function notify(event: TakenDownEvent): Promise<void> {
    if (event.type === 'video_taken_down') {
      const isOfTenant = ({ identity }: Connection) => identity?.session.tenantId === event.tenantId;
      return tell([...deps.hub.all()].filter(isOfTenant), { kind: 'video', id: String(event.videoId) });
    }
    const ctx = visitorCtx(deps, await deps.auth.tenant(event.tenantId), '');
    const ids = [event.authorId, ...(await listAudience(ctx, event.authorId))];
    const sockets = ids.flatMap((id) => deps.hub.of(id));
    tell(sockets, { kind: 'moment', id: rowId(event.momentId) });
  }

  return (event) => {
    if (event.type !== 'moment_taken_down' && event.type !== 'video_taken_down') return;
    notify(event).catch((error: unknown) =>
      deps.log.error({ err: error }, 'a taking down could not be told'),
    );
  };
}

function tell(sockets: readonly Connection[], of: Omit<realtime.TakenDownFrame, 't'>): void {
  const frame = encodeFrame({ t: 'taken_down', ...of });
  for (const socket of sockets) if (socket.protocol === 'kith.v1') tellSocket(socket, frame);
}
