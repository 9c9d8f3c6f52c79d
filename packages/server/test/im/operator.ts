import * as ages from '@kith/core/accounts';
import { findAccountByUsername, setAccountStatus } from '@kith/core/accounts';
import { publishContent } from '@kith/core/content';
import { liftSanction, sanctionAccount, type SanctionKind } from '@kith/core/moderation';
import { transact, type AccountId, type AgeStatus, type Ctx, type TenantSettings } from '@kith/core/kernel';
import { removeSupportAgent, addSupportAgent } from '@kith/core/support';
import { changeSettings as change } from '@kith/core/staff';
import { createTenant } from '@kith/core/tenants';
import { visitorCtx } from '../../src/app/context.js';
import { eventually, type Kith, type Person } from '../harness/kith.js';

/** Creates a tenant with these settings; returns its id. */
export async function makeTenant(kith: Kith, settings: Partial<TenantSettings> = {}): Promise<number> {
  const { db, now } = kith.server.deps;
  const [row] = await kith.sql<{ id: number }>('select max(id) + 1 as id from tenants');
  const { id } = await createTenant(db, { id: row!.id, name: 'Elsewhere', now: now() });
  await changeSettings(kith, id, settings);
  return id;
}

/** Freezes, disables or activates an account, as the command line does. */
export async function setStatus(
  kith: Kith,
  { username, tenant }: Pick<Person, 'username' | 'tenant'>,
  status: 'active' | 'frozen' | 'disabled',
): Promise<void> {
  const ctx = await operator(kith, tenant);
  await setAccountStatus(ctx, (await findAccountByUsername(ctx, username)).id, status);
}

/** Makes an account an agent, as the command line does. */
export async function hire(kith: Kith, { id, tenant }: Pick<Person, 'id' | 'tenant'>): Promise<void> {
  await addSupportAgent(await operator(kith, tenant), id as AccountId);
}

/** Removes an agent, as the command line does. */
export async function dismiss(
  kith: Kith,
  { id, tenant }: Pick<Person, 'id' | 'tenant'>,
  state: 'away' | 'removed',
): Promise<void> {
  await removeSupportAgent(await operator(kith, tenant), id as AccountId, state);
}

/** Blocks an account for another: this API has no path for it. */
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

/** Sanctions an account, as the command line does. */
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

/** An operator's context. */
export async function operator(kith: Kith, tenant: number): Promise<Ctx> {
  const { deps } = kith.server;
  return visitorCtx(deps, await deps.auth.tenant(tenant), '');
}

/** Changes settings of a tenant, as the command line does, and waits until all nodes apply them. */
export async function changeSettings(
  kith: Kith,
  tenant: number,
  values: Partial<TenantSettings>,
): Promise<void> {
  await change(await operator(kith, tenant), { values });
  for (const { deps } of kith.servers)
    await eventually('the server follows the settings', async () => {
      const { settings } = await deps.auth.tenant(tenant);
      return Object.entries(values).every(
        ([name, value]) => settings[name as keyof TenantSettings] === value,
      );
    });
}

/** Publishes an article of the help centre for all readers, as the command line does; returns its id. */
export async function publishArticle(
  kith: Kith,
  words: { readonly title: string; readonly summary: string; readonly body: string },
): Promise<number> {
  const article = { position: 'help', picture: '', isShown: true, sort: 9, texts: { all: words } } as const;
  await publishContent(await operator(kith, 1), { articles: [article] });
  const [row] = await kith.sql<{ id: number }>('select max(id) as id from articles where tenant_id = 1');
  return row!.id;
}

/** Decides the age of an account as an operator, without a birth date. */
export function decideAge(ctx: Ctx, id: AccountId, status: AgeStatus): Promise<void> {
  return transact(ctx, (tx) => ages.decideAge(tx, id, status));
}

/** Stores the proven birth date of an account as an operator. */
export function setBirthDate(ctx: Ctx, id: AccountId, birthDate: string): Promise<AgeStatus> {
  return transact(ctx, (tx) => ages.setBirthDate(tx, id, birthDate));
}
