import { DomainError, parseRowId, type MemberTx, type MomentId } from '../kernel/index.js';
import { lockMoment, type MomentRow } from './store.js';

/**
 * A moment that the caller sees, locked against deletion until the transaction ends. Throws `not_found` if it is
 * hidden or does not exist.
 */
export async function accessMoment(tx: MemberTx, id: string): Promise<MomentRow> {
  return access(tx, id, 'stay');
}

/**
 * A moment of the caller, locked exclusively until the transaction ends. Throws `not_found`, or `forbidden` for a
 * friend's moment.
 */
export async function accessOwnMoment(tx: MemberTx, id: string): Promise<MomentRow> {
  const moment = await access(tx, id, 'own');
  if (moment.authorId !== tx.actor) throw new DomainError('forbidden');
  return moment;
}

async function access(tx: MemberTx, id: string, lock: 'stay' | 'own'): Promise<MomentRow> {
  const rowId = parseRowId(id);
  const moment = rowId === undefined ? undefined : await lockMoment(tx, rowId as MomentId, lock);
  if (!moment) throw new DomainError('not_found');
  return moment;
}
