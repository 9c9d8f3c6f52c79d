import { findAccountByUsername, setAccountStatus } from '@kith/core/accounts';
import { liftSanction, sanctionAccount, type SanctionKind } from '@kith/core/moderation';
import type { AccountId, Ctx, TenantSettings } from '@kith/core/kernel';
import { removeSupportAgent, addSupportAgent } from '@kith/core/support';
import { createTenant, updateTenantSettings } from '@kith/core/tenants';
import { visitorCtx } from '../../src/app/context.js';
import { eventually, type Kith, type Person } from '../harness/kith.js';

/** Makes a tenant with these settings; answers its id. A running server remembers settings for two seconds; `changeSettings` lets it forget them. */
export async function makeTenant(kith: Kith, settings: Partial<TenantSettings> = {}): Promise<number> {
  const { db, now } = kith.server.deps;
  const [row] = await kith.sql<{ id: number }>('select max(id) + 1 as id from tenants');
  const { id } = await createTenant(db, { id: row!.id, name: 'Elsewhere', now: now() });
  await updateTenantSettings(db, id, settings);
  return id;
}

/** Freezes, disables or activates somebody, as the command line does. */
export async function setStatus(
  kith: Kith,
  { username, tenant }: Pick<Person, 'username' | 'tenant'>,
  status: 'active' | 'frozen' | 'disabled',
): Promise<void> {
  const ctx = await operator(kith, tenant);
  await setAccountStatus(ctx, (await findAccountByUsername(ctx, username)).id, status);
}

/** Makes somebody an agent, as the command line does. */
export async function hire(kith: Kith, { id, tenant }: Pick<Person, 'id' | 'tenant'>): Promise<void> {
  await addSupportAgent(await operator(kith, tenant), id as AccountId);
}

/** Sends an agent away, as the command line does. */
export async function dismiss(
  kith: Kith,
  { id, tenant }: Pick<Person, 'id' | 'tenant'>,
  state: 'away' | 'removed',
): Promise<void> {
  await removeSupportAgent(await operator(kith, tenant), id as AccountId, state);
}

/** One person blocks another: nothing in this dialect does it. */
export async function block(
  kith: Kith,
  by: Pick<Person, 'id' | 'tenant'>,
  whom: Pick<Person, 'id'>,
): Promise<void> {
  await kith.sql(
    'insert into blocks (tenant_id, account_id, blocked_id, created_at) values ($1, $2, $3, 0)',
    [by.tenant, by.id as AccountId, whom.id],
  );
}

/** Sanctions somebody, as the command line does. */
export async function punish(
  kith: Kith,
  { id, tenant }: Pick<Person, 'id' | 'tenant'>,
  kind: SanctionKind,
  hours?: number,
): Promise<void> {
  const why = 'It was too much.';
  await sanctionAccount(await operator(kith, tenant), {
    accountId: id as AccountId,
    kind,
    hours,
    by: 'olga',
    why,
  });
}

/** Lifts a sanction, as the command line does. */
export async function pardon(
  kith: Kith,
  { id, tenant }: Pick<Person, 'id' | 'tenant'>,
  kind: SanctionKind,
): Promise<void> {
  const why = 'It was a mistake.';
  await liftSanction(await operator(kith, tenant), { accountId: id as AccountId, kind, by: 'olga', why });
}

/** The context of an operator. */
export async function operator(kith: Kith, tenant: number): Promise<Ctx> {
  const { deps } = kith.server;
  return visitorCtx(deps, await deps.auth.tenant(tenant), '');
}

/** Changes settings of a tenant; the running server, which would follow in two seconds, follows at once. */
export async function changeSettings(
  kith: Kith,
  tenant: number,
  change: Partial<TenantSettings>,
): Promise<void> {
  const { db, auth } = kith.server.deps;
  await updateTenantSettings(db, tenant, change);
  auth.forgetTenant(tenant);
  await eventually('the server follows the settings', async () => {
    const { settings } = await auth.tenant(tenant);
    return Object.entries(change).every(([name, value]) => settings[name as keyof TenantSettings] === value);
  });
}
