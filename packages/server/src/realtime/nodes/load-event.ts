import { listAccountEvents } from '@kith/core/accounts';
import { findSignal } from '@kith/core/calls';
import { loadEntryEvent } from '@kith/core/conversations';
import type { DomainEvent } from '@kith/core/kernel';
import type { CoreDeps } from '../../app/context.js';
import type { EventReference } from './frames.js';

/** Loads the event of a reference; undefined if it no longer exists. */
export async function loadEvent(
  db: CoreDeps['db'],
  reference: EventReference,
): Promise<DomainEvent | undefined> {
  if (reference.type === 'entry_appended') return loadEntryEvent(db, reference);
  if (reference.type === 'call_signal') {
    const { callId: _callId, ...rest } = reference;
    const signal = await findSignal(db, reference);
    return signal && { ...rest, signal };
  }
  const { type, tenantId, accountId, position } = reference;
  const after = { tenantId, accountId, position: position - 1 };
  const [[event] = []] = await listAccountEvents(db, [after], 1);
  return event?.position === position ? { type, tenantId, accountId, event } : undefined;
}
