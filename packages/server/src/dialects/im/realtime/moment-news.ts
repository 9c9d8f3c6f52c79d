import type { ImFrame } from '@kith/contract';
import { rowId, type AccountId, type DomainEvent, type MemberCtx } from '@kith/core/kernel';
import { findMoment, listAudience } from '@kith/core/moments';
import pLimit from 'p-limit';
import { visitorCtx } from '../../../app/context.js';
import type { Deps } from '../../../app/deps.js';
import type { Connection } from '../../../realtime/connection.js';
import { loadMomentView } from '../load.js';
import { presentMoment } from '../present/circle.js';
import { encodeImFrame } from './encode-frame.js';

type MomentEvent = Extract<DomainEvent, { type: 'moment_posted' | 'moment_liked' | 'moment_commented' }>;

/**
 * Notifies existing clients about moments: friends about a new one, the author and the actor about likes, the author
 * and the recipient of the reply about comments. Each client gets its own view, so the content is loaded on delivery,
 * and only for accounts with a socket.
 */
export function makeMomentNews(
  deps: Pick<Deps, 'db' | 'ports' | 'ids' | 'log' | 'emit' | 'now' | 'auth' | 'hub'>,
): (event: DomainEvent) => void {
  // In order: of two likes, the newer list must be sent last.
  const inTurn = pLimit(1);

  async function notify(event: MomentEvent): Promise<void> {
    const ctx = visitorCtx(deps, await deps.auth.tenant(event.tenantId), '');
    switch (event.type) {
      case 'moment_posted':
        for (const id of await listAudience(ctx, event.authorId)) send(id, { action: 'circleTips' });
        return;
      case 'moment_liked':
        for (const id of new Set([event.byId, event.authorId]))
          if (isHere(id)) send(id, await likesOf({ ...ctx, actor: id, sessionId: '' }, event));
        return;
      case 'moment_commented':
        for (const id of event.toIds)
          if (isHere(id)) send(id, await commentOf({ ...ctx, actor: id, sessionId: '' }, event));
    }
  }

  function connectionsOf(id: AccountId): Connection[] {
    return [...deps.hub.of(id)].filter((connection) => connection.protocol === 'im');
  }

  function isHere(id: AccountId): boolean {
    return connectionsOf(id).length > 0;
  }

  function send(id: AccountId, frame: ImFrame | undefined): void {
    if (frame) for (const connection of connectionsOf(id)) connection.send(encodeImFrame(frame));
  }

  return (event) => {
    if (!isMomentEvent(event)) return;
    inTurn(() => notify(event)).catch((error: unknown) =>
      deps.log.error({ err: error }, 'a moment notification could not be sent'),
    );
  };
}

function isMomentEvent(event: DomainEvent): event is MomentEvent {
  return ['moment_posted', 'moment_liked', 'moment_commented'].includes(event.type);
}

/** The likes of a moment, as one person sees them; clients read `action` as whether that person likes it. */
async function likesOf(
  viewer: MemberCtx,
  { momentId }: Extract<MomentEvent, { type: 'moment_liked' }>,
): Promise<ImFrame | undefined> {
  const moment = await findMoment(viewer, momentId);
  if (!moment) return undefined;
  const { like: likes, islike } = presentMoment(moment, await loadMomentView(viewer, [moment]));
  return { action: 'circleLike', data: { id: rowId(momentId), likes, action: islike } };
}

/** A comment, as one person sees it. */
async function commentOf(
  viewer: MemberCtx,
  { momentId, commentId }: Extract<MomentEvent, { type: 'moment_commented' }>,
): Promise<ImFrame | undefined> {
  const moment = await findMoment(viewer, momentId);
  if (!moment) return undefined;
  const comments = moment.comments.filter((comment) => comment.id === commentId);
  const shown = { ...moment, comments };
  const [comment] = presentMoment(shown, await loadMomentView(viewer, [shown])).comments;
  return comment && { action: 'cricleComment', data: { circle_id: rowId(momentId), comment } };
}
