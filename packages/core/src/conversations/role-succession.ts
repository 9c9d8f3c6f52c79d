import type { AccountId, ConversationId, Tx, GroupRoles } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import { membershipContent, type MembershipContent } from './append-entries.js';
import { encode } from './content.js';
import {
  insertLines,
  lockGroupsManagedBy,
  lockSuccessors,
  lockOwnerlessGroupsOf,
  selectInactiveManagers,
  selectOwner,
  selectOwnerless,
  updateMutedOwners,
  updateManagerRoles,
} from './role-succession-store.js';

/*
 * Only active accounts own or manage a group. An owner or admin whose account is disabled, banned or frozen loses the
 * role and stays an ordinary member; reactivation does not restore the role.
 */

/** The group operations for accounts that become inactive or active. */
export const groupRoles: GroupRoles = {
  releaseRoles: async (tx, accountId, close) => {
    await lockGroupsManagedBy(tx, accountId);
    const result = await close();
    // Again: the account may have gained a role before it was closed.
    await repairRoles(tx, await lockGroupsManagedBy(tx, accountId));
    return result;
  },
  assignOwners: async (tx, accountId) => repairRoles(tx, await lockOwnerlessGroupsOf(tx, accountId)),
};

/** Attempts to find a successor while candidates are being closed. */
const MAX_ATTEMPTS = 5;

/**
 * Demotes inactive managers of locked groups and makes a successor the owner. An owner without an active successor
 * stays. Unmutes owners.
 */
export async function repairRoles(tx: Tx, ids: readonly ConversationId[]): Promise<void> {
  if (ids.length === 0) return;
  const successors = await findSuccessors(tx, await selectOwnerless(tx, ids));
  const absent = (await selectInactiveManagers(tx, ids)).filter(
    ({ role, conversationId }) => role === 'admin' || successors.has(conversationId),
  );
  await updateMutedOwners(tx, ids);
  await updateManagerRoles(tx, [
    ...absent.map((holder) => ({ ...holder, role: 'member' as const })),
    ...[...successors].map(([conversationId, accountId]) => ({
      conversationId,
      accountId,
      role: 'owner' as const,
    })),
  ]);
  await writeLines(tx, [
    ...[...successors].map(([conversationId, accountId]) => line(conversationId, 'owner_changed', accountId)),
    ...absent
      .filter(({ role }) => role === 'admin')
      .map(({ conversationId, accountId }) => line(conversationId, 'admins_removed', accountId)),
  ]);
}

/** Makes a member the owner of a locked group, on behalf of an operator; the old owner, who is returned, stays as a member. */
export async function appointOwner(
  tx: Tx,
  { id }: Pick<ConversationHead, 'id'>,
  to: AccountId,
): Promise<AccountId | undefined> {
  const from = await selectOwner(tx, id);
  if (from === to) return from;
  await updateManagerRoles(tx, [
    ...(from === undefined ? [] : [{ conversationId: id, accountId: from, role: 'member' as const }]),
    { conversationId: id, accountId: to, role: 'owner' },
  ]);
  await writeLines(tx, [line(id, 'owner_changed', to)]);
  return from;
}

/** The successors of the owners of locked groups; omits groups without a candidate. */
export async function findSuccessors(
  tx: Tx,
  ids: readonly ConversationId[],
  except?: AccountId,
): Promise<Map<ConversationId, AccountId>> {
  const found = new Map<ConversationId, AccountId>();
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length === 0) break;
    for (const [id, successorId] of await lockSuccessors(tx, missing, except)) found.set(id, successorId);
  }
  return found;
}

interface Line {
  readonly conversationId: ConversationId;
  readonly content: string;
}

function line(conversationId: ConversationId, event: MembershipContent['event'], whom: AccountId): Line {
  return { conversationId, content: encode({ ...membershipContent(event, [whom]) }) };
}

async function writeLines(tx: Tx, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  for (const { conversation, entry } of await insertLines(tx, lines))
    tx.emit({ type: 'entry_appended', conversation, entry });
}
