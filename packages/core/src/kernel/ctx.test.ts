import { expect, it } from 'vitest';
import { transact, type Ctx, type MemberCtx, type MemberTx, type Tx } from './ctx.js';

// The compiler checks these lines: tsc -b reports an unused @ts-expect-error.

it('a plain context is not a transaction', () => {
  const lock = (_tx: Tx) => undefined;
  const lockOwn = (_tx: MemberTx) => undefined;
  const refused = (ctx: MemberCtx) => {
    // @ts-expect-error A plain context cannot hold a lock.
    lock(ctx);
    // @ts-expect-error Nor can the context of a signed-in caller.
    lockOwn(ctx);
    // @ts-expect-error The events of such a copy would not wait for the commit.
    void ctx.db.transaction().execute(async (db) => lock({ ...ctx, db }));
    return transact(ctx, async (tx) => [lock(tx), lockOwn(tx), lockOwn({ ...tx, actor: ctx.actor })]);
  };
  const refusedToVisitors = (ctx: Ctx) =>
    transact(ctx, async (tx) => {
      lock(tx);
      // @ts-expect-error A transaction of a visitor has no caller.
      lockOwn(tx);
    });
  const refusedWithin = (tx: Tx) => {
    // @ts-expect-error A transaction contains no other.
    return transact(tx, async () => undefined);
  };
  expect([refused, refusedToVisitors, refusedWithin]).toHaveLength(3);
});
