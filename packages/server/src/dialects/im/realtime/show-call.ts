import type { Profile } from '@kith/core/accounts';
import type { CallChange } from '@kith/core/calls';
import type { AccountId, DomainEvent } from '@kith/core/kernel';
import { visitorCtx } from '../../../app/context.js';
import type { Deps } from '../../../app/deps.js';
import type { Connection } from '../../../realtime/connection.js';
import { frameForCall } from './frames.js';
import type { RecentProfiles } from './recent-profiles.js';
import { sendToAll } from './send-frame.js';

type OfAccount = Pick<Extract<DomainEvent, { type: 'account_event' }>, 'tenantId' | 'accountId'>;

/** Shows calls to the connections of a participant, each account's in their order: a call ends after it has rung. */
export function makeShowCall(
  deps: Pick<Deps, 'db' | 'ports' | 'ids' | 'log' | 'emit' | 'now' | 'auth'> & {
    readonly profiles: RecentProfiles;
  },
): (of: OfAccount, call: CallChange, audience: readonly Connection[]) => void {
  const { profiles } = deps;
  /** What is not shown yet. */
  const waiting = new Map<AccountId, Promise<void>>();

  return ({ tenantId, accountId }, call, audience) => {
    const ids = [call.callerId, call.calleeId];
    const show = (people: ReadonlyMap<number, Profile>): void => {
      const frame = frameForCall(accountId, call, people, deps.ports.calls);
      if (frame) sendToAll(frame, audience);
    };
    const before = waiting.get(accountId);
    const known = profiles.known(ids);
    if (known && !before) return show(known);
    const shown = (async () => {
      await before;
      show(await profiles.load(visitorCtx(deps, await deps.auth.tenant(tenantId), ''), ids));
    })()
      .catch((error: unknown) => deps.log.error({ err: error }, 'a call could not be shown'))
      .then(() => {
        if (waiting.get(accountId) === shown) waiting.delete(accountId);
      });
    waiting.set(accountId, shown);
  };
}
