import { sql } from 'kysely';
import { eventually } from './eventually.js';
import type { Kith } from './kith.js';

/**
 * Starts actions one after another while a transaction holds a conversation, so that they get its lock in this order;
 * one that does not need the lock ends before the next one starts. Returns how they ended. The transaction takes one of
 * the server's connections.
 */
export async function inLockOrder(
  kith: Kith,
  listId: string,
  ...actions: readonly (() => Promise<unknown>)[]
): Promise<PromiseSettledResult<unknown>[]> {
  const outcomes: Promise<PromiseSettledResult<unknown>[]>[] = [];
  let ended = 0;
  await kith.server.deps.db.transaction().execute(async (tx) => {
    await sql`select from conversations where list_id = ${listId}::uuid for no key update`.execute(tx);
    for (const action of actions) {
      const outcome = Promise.allSettled([action()]);
      outcomes.push(outcome);
      void outcome.then(() => ended++);
      await eventually('the action waits for the lock or has ended', async () => {
        const waiting = await kith.sql(
          "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        );
        return waiting.length + ended === outcomes.length;
      });
    }
  });
  return (await Promise.all(outcomes)).flat();
}
