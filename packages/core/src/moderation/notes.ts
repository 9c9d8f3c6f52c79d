import { cleanProse, bounds, transact, type AccountId } from '../kernel/index.js';
import { audit, type StaffCtx } from '../staff/index.js';
import { insertNote } from './notes-store.js';

/** Writes a note about an account of the tenant, which only staff see; returns its id. Throws `invalid`. */
export async function addNote(
  ctx: StaffCtx,
  { accountId, text }: { accountId: AccountId; text: string },
): Promise<number> {
  const note = cleanProse('text', text, { min: 1, max: bounds.staff.noteCharacters });
  return transact(ctx, async (tx) => {
    const id = await insertNote(tx, { accountId, text: note, by: ctx.staff.name });
    await audit(tx, { action: 'people.note', object: { kind: 'account', id: accountId } });
    return id;
  });
}
