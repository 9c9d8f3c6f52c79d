import { bounds, type Ctx, type StaffId, type TenantId, type Tx } from '../kernel/index.js';
import type { PasskeyData } from '../ports/index.js';
import type { OperatorTx, StaffCtx, StaffTx } from './types.js';

/** A passkey of a member of staff. */
export interface Passkey {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  /** Null if it has not been used yet. */
  readonly lastUsedAt: number | null;
}

/** A passkey with what its answers are compared with. */
export interface StoredPasskey extends Pick<PasskeyData, 'credentialId' | 'publicKey'> {
  readonly tenantId: TenantId;
  readonly id: number;
  readonly staffId: StaffId;
  /** The name of the member of staff. */
  readonly staffName: string;
  readonly name: string;
  readonly site: string;
  readonly counter: number;
}

/** The caller's passkeys, oldest first. */
export function selectOwnPasskeys(ctx: StaffCtx): Promise<(Passkey & { credentialId: string })[]> {
  return ctx.db
    .selectFrom('staff_passkeys')
    .select(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .select('credential_id as credentialId')
    .where('tenant_id', '=', ctx.staff.tenantId)
    .where('staff_id', '=', ctx.staff.id)
    .orderBy('id')
    .limit(bounds.staff.passkeys)
    .execute();
}

/** The passkey that an authenticator calls by an id, or undefined. */
export function selectPasskey(
  ctx: Ctx,
  { tenantId, credentialId }: { tenantId: TenantId; credentialId: string },
): Promise<StoredPasskey | undefined> {
  return ctx.db
    .selectFrom('staff_passkeys as p')
    .innerJoin('staff as m', (join) =>
      join.onRef('m.tenant_id', '=', 'p.tenant_id').onRef('m.id', '=', 'p.staff_id'),
    )
    .select(['p.tenant_id as tenantId', 'p.id', 'p.staff_id as staffId', 'm.name as staffName', 'p.name'])
    .select(['p.credential_id as credentialId', 'p.public_key as publicKey', 'p.site', 'p.counter'])
    .where('p.tenant_id', '=', tenantId)
    .where('p.credential_id', '=', credentialId)
    .executeTakeFirst();
}

/** Adds a passkey of the caller; undefined if the tenant has it. */
export async function insertPasskey(
  tx: StaffTx,
  passkey: PasskeyData & { name: string; site: string },
): Promise<Passkey | undefined> {
  return tx.db
    .insertInto('staff_passkeys')
    .values({
      tenant_id: tx.staff.tenantId,
      staff_id: tx.staff.id,
      name: passkey.name,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      site: passkey.site,
      counter: passkey.counter,
      created_at: tx.now(),
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .executeTakeFirst();
}

/** Renames a passkey of the caller; returns the earlier name, or undefined if the caller has none with this id. */
export async function updatePasskeyName(
  tx: Tx & StaffCtx,
  { id, name }: { id: number; name: string },
): Promise<string | undefined> {
  const found = await tx.db
    .selectFrom('staff_passkeys')
    .select('name')
    .where('tenant_id', '=', tx.staff.tenantId)
    .where('staff_id', '=', tx.staff.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (found)
    await tx.db
      .updateTable('staff_passkeys')
      .set({ name })
      .where('tenant_id', '=', tx.staff.tenantId)
      .where('id', '=', id)
      .execute();
  return found?.name;
}

/** Records a signature; false if the passkey is gone, or if its counter does not go on. */
export async function updatePasskeyUse(
  tx: OperatorTx,
  { tenantId, id }: StoredPasskey,
  counter: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('staff_passkeys')
    .set({ counter, last_used_at: tx.now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where((where) =>
      // An authenticator that does not count always says 0.
      counter === 0 ? where('counter', '=', 0) : where('counter', '<', counter),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes a passkey of the caller; returns its name, or undefined if the caller has none with this id. */
export async function deletePasskey(tx: StaffTx, id: number): Promise<string | undefined> {
  const row = await tx.db
    .deleteFrom('staff_passkeys')
    .where('tenant_id', '=', tx.staff.tenantId)
    .where('staff_id', '=', tx.staff.id)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}

/** Removes all passkeys of a member of staff. */
export async function deletePasskeys(
  tx: OperatorTx,
  { tenantId, id }: { tenantId: TenantId; id: StaffId },
): Promise<void> {
  await tx.db
    .deleteFrom('staff_passkeys')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', id)
    .execute();
}
