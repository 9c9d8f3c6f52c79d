import { seedContent } from '../content/index.js';
import { bounds, cleanLine, DomainError, isId, transact, type TenantId } from '../kernel/index.js';
import { audit, type StaffCtx } from '../staff/index.js';
import { insertTenant, updateTenantName } from '../tenants/index.js';

/** A tenant as who owns the installation names it. */
export interface NamedTenant {
  /** The number by which clients choose it. */
  readonly id: number;
  readonly name: string;
}

/** Creates a tenant with the initial schools and content. Throws `conflict` if the id is taken, or `invalid`. */
export async function addTenant(ctx: StaffCtx, { id, name: given }: NamedTenant): Promise<void> {
  if (!isId(id)) throw new DomainError('invalid', undefined, { field: 'id' });
  const name = cleanName(given);
  const tenant = await transact(ctx, async (tx) => {
    const made = await insertTenant(tx.db, { id, name, now: tx.now() });
    if (!made) throw new DomainError('conflict', undefined, { rule: 'tenant_taken' });
    await audit(tx, { action: 'tenants.add', object: { kind: 'tenant', id }, after: { name } });
    return made;
  });
  // A server that dies before does it at its next start.
  await seedContent({ ...ctx, tenant });
}

/** Renames a tenant. Throws `not_found` or `invalid`. */
export async function renameTenant(ctx: StaffCtx, { id, name: given }: NamedTenant): Promise<void> {
  const name = cleanName(given);
  await transact(ctx, async (tx) => {
    const before = isId(id) ? await updateTenantName(tx, { id, name }) : undefined;
    if (before === undefined) throw new DomainError('not_found');
    await audit(tx, {
      action: 'tenants.rename',
      object: { kind: 'tenant', id },
      before: { name: before },
      after: { name },
    });
    // Nodes have its name in memory.
    tx.emit({ type: 'settings_changed', tenantId: id as TenantId });
  });
}

function cleanName(name: string): string {
  return cleanLine('name', name, { min: 1, max: bounds.staff.tenantNameCharacters });
}
