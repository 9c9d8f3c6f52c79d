import {
  loadProfiles,
  register,
  registerVisitor,
  notifyAccounts,
  type Registration,
  type Session,
  type VisitorRegistration,
} from '../accounts/index.js';
import { befriendByDefault } from '../contacts/index.js';
import { createInitialConversations } from '../conversations/index.js';
import { bounds, cutProse, type Ctx, type MemberTx } from '../kernel/index.js';
import { parseDefaultFriends, pickDefaultFriends } from './rules.js';

/**
 * Registers an account that has the tenant's default friends from the start; `more` is done together with that. Throws like
 * `register`.
 */
export function registerAndWelcome(
  ctx: Ctx,
  input: Registration,
  more?: (tx: MemberTx) => Promise<void>,
): Promise<Session> {
  return register(ctx, input, async (tx) => {
    await more?.(tx);
    await welcome(tx);
  });
}

/** Registers a visitor in the same way. Throws like `registerVisitor`. */
export function registerVisitorAndWelcome(ctx: Ctx, input: VisitorRegistration): Promise<Session> {
  return registerVisitor(ctx, input, welcome);
}

/** Friendship, conversation and greeting are created together with the account: all or nothing. */
async function welcome(tx: MemberTx): Promise<void> {
  const { defaultFriends, defaultFriendMode, defaultFriendGreeting } = tx.tenant.settings;
  const named = parseDefaultFriends(defaultFriends);
  if (named.length === 0) return;
  const people = await loadProfiles(tx, named);
  const friendIds = pickDefaultFriends({
    usable: named.filter((id) => people.get(id)?.status === 'active'),
    mode: defaultFriendMode,
    turn: tx.actor,
    chance: Number(tx.ids.digits(9)),
  });
  if (friendIds.length === 0) return;
  await befriendByDefault(tx, friendIds);
  const greeting = cutProse(defaultFriendGreeting, bounds.text.defaultGreetingCharacters);
  const opened = await createInitialConversations(tx, friendIds, greeting);
  // Last, because it locks the accounts of these people, which serializes registrations from here on.
  await notifyAccounts(
    tx,
    opened.flatMap(({ friendId, conversation: { listId } }) => [
      { accountId: friendId, type: 'contact_added' as const, data: { accountId: tx.actor, listId } },
      { accountId: tx.actor, type: 'contact_added' as const, data: { accountId: friendId, listId } },
    ]),
  );
  for (const { conversation, greeting: entry } of opened)
    if (entry) tx.emit({ type: 'entry_appended', conversation, entry });
}
