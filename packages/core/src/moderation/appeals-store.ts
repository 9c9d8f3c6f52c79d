import { sql, type RawBuilder } from 'kysely';
import { isInForce } from '../accounts/index.js';
import type { AccountId, Ctx, Tx } from '../kernel/index.js';
import type { Language } from '../outbox/index.js';
import type { StaffCtx, StaffTx } from '../staff/index.js';
import { waitingAppeals, type ReviewLease } from './review-leases-store.js';
import { decisionsOf, leaseOf, personOf, type PastDecision, type ReviewedPerson } from './reviewed-store.js';

/** A sanction that its person notices, which can be appealed against: those who are hidden do not learn of it. */
type Appealable = 'bucket' | 'ban';

/** A waiting appeal with what a decision needs. */
export interface AppealItem {
  /** That of the sanction. */
  readonly id: number;
  /** The newest decision about the sanction. */
  readonly version: number;
  readonly kind: Appealable;
  readonly until: number | null;
  readonly text: string;
  readonly appealedAt: number;
  /** The decision that gave the sanction its present end. */
  readonly imposed: PastDecision;
  /** Whether the caller has decided about the sanction, and so may not decide about the appeal. */
  readonly isOwn: boolean;
  readonly person: ReviewedPerson;
  readonly decisions: readonly PastDecision[];
  readonly lease: ReviewLease | null;
}

/** A page of waiting appeals. */
export interface AppealQueue {
  readonly rows: readonly AppealItem[];
  /** The length of the queue, counted up to a limit. */
  readonly waiting: number;
  /** When the oldest one was made; null if none waits. */
  readonly oldestAt: number | null;
}

/** Where a page ends. */
export interface AppealPlace {
  readonly at: number;
  readonly sanctionId: number;
}

/** The decisions `m` about the sanction with these names of its columns. */
function decisionsAbout({ tenant }: Ctx, accountId: string, sanctionId: string): RawBuilder<unknown> {
  return sql`from moderation_log m
    where m.tenant_id = ${tenant.id} and m.account_id = ${sql.ref(accountId)} and m.sanction_id = ${sql.ref(sanctionId)}`;
}

const decision = sql`json_build_object('at', m.at, 'by', m.done_by, 'what', m.what, 'why', m.why)`;

/** Waiting appeals after a place, oldest first; those of child safety if wanted. */
export async function selectAppealQueue(
  ctx: StaffCtx,
  page: { after: AppealPlace; limit: number; decisions: number; counted: number; isChildSafety: boolean },
): Promise<AppealQueue> {
  const { after, isChildSafety } = page;
  const waiting = waitingAppeals(ctx, isChildSafety);
  const about = decisionsAbout(ctx, 'g.account_id', 'g.id');
  const { rows } = await sql<AppealQueue>`
    with page as (
      select s.id, s.account_id, s.kind, s.until, p.text, p.created_at ${waiting}
        and (p.created_at, p.sanction_id) > (${after.at}::bigint, ${after.sanctionId}::bigint)
      order by p.created_at, p.sanction_id limit ${page.limit}
    )
    select
      (
        select coalesce(json_agg(json_build_object(
          'id', g.id, 'kind', g.kind, 'until', g.until, 'text', g.text, 'appealedAt', g.created_at,
          'version', (select m.id ${about} order by m.id desc limit 1),
          'imposed', (select ${decision} ${about} and m.what = g.kind order by m.id desc limit 1),
          'isOwn', exists (select ${about} and lower(m.done_by) = lower(${ctx.staff.name})),
          'person', ${personOf(ctx)},
          'decisions', ${decisionsOf(ctx, { limit: page.decisions, isChildSafety })},
          'lease', ${leaseOf(ctx, 'appeals', sql`g.id`)}
        ) order by g.created_at, g.id), '[]')
        from page g join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = g.account_id
      ) as rows,
      (select count(*)::int from (select ${waiting} limit ${page.counted}) w) as waiting,
      (select p.created_at ${waiting} order by p.created_at, p.sanction_id limit 1) as "oldestAt"
  `.execute(ctx.db);
  return rows[0] ?? { rows: [], waiting: 0, oldestAt: null };
}

/** The hardest sanction in force that an account notices, with the state of its appeal; undefined if there is none. */
export async function selectNoticed(
  ctx: Ctx,
  accountId: AccountId,
): Promise<{ id: number; state: 'open' | 'waiting' | 'refused' } | undefined> {
  const { rows } = await sql<{ id: number; state: 'open' | 'waiting' | 'refused' }>`
    select s.id, coalesce(p.state, 'open') as state from sanctions s
    left join appeals p on p.tenant_id = s.tenant_id and p.sanction_id = s.id
    where s.tenant_id = ${ctx.tenant.id} and s.account_id = ${accountId} and s.kind in ('bucket', 'ban')
      and ${isInForce('s', sql`${ctx.now()}`)}
    order by s.kind = 'ban' desc limit 1
  `.execute(ctx.db);
  return rows[0];
}

/** Stores an appeal against a sanction that has none. */
export async function insertAppeal(
  tx: Tx,
  appeal: { sanctionId: number; text: string; locale: Language },
): Promise<void> {
  await tx.db
    .insertInto('appeals')
    .values({
      tenant_id: tx.tenant.id,
      sanction_id: appeal.sanctionId,
      text: appeal.text,
      locale: appeal.locale,
      created_at: tx.now(),
    })
    .execute();
}

/** An appeal, as a decision finds it. */
export interface StoredAppeal {
  readonly accountId: AccountId;
  readonly isChildSafety: boolean;
  /** Whether it and its sanction are as they were. */
  readonly isWaiting: boolean;
  readonly locale: Language;
  /** The address of the person; null if there is none. */
  readonly email: string | null;
  /** The newest decision about the sanction. */
  readonly newest: PastDecision & { readonly id: number };
  /** Whether the caller has decided about the sanction. */
  readonly isOwn: boolean;
}

/** The appeal against a sanction, or undefined. */
export async function selectAppeal(ctx: StaffCtx, sanctionId: number): Promise<StoredAppeal | undefined> {
  const about = decisionsAbout(ctx, 's.account_id', 's.id');
  const { rows } = await sql<StoredAppeal>`
    select s.account_id as "accountId", s.is_child_safety as "isChildSafety", p.locale, a.email,
      p.state = 'waiting' and ${isInForce('s', sql`${ctx.now()}`)} as "isWaiting",
      (select ${decision}::jsonb || jsonb_build_object('id', m.id) ${about} order by m.id desc limit 1) as newest,
      exists (select ${about} and lower(m.done_by) = lower(${ctx.staff.name})) as "isOwn"
    from appeals p join sanctions s on s.tenant_id = p.tenant_id and s.id = p.sanction_id
    join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
    where p.tenant_id = ${ctx.tenant.id} and p.sanction_id = ${sanctionId}
  `.execute(ctx.db);
  return rows[0];
}

/**
 * Decides about an appeal that waits. Returns false if it does not, if there is a newer decision about the sanction than
 * `version`, or if the caller has decided about it.
 */
export async function updateAppealDecided(
  tx: StaffTx,
  { sanctionId, version, state }: { sanctionId: number; version: number; state: 'granted' | 'refused' },
): Promise<boolean> {
  const about = decisionsAbout(tx, 's.account_id', 's.id');
  const { rows } = await sql`
    update appeals p set state = ${state} from sanctions s
    where p.tenant_id = ${tx.tenant.id} and p.sanction_id = ${sanctionId} and p.state = 'waiting'
      and s.tenant_id = p.tenant_id and s.id = p.sanction_id
      and not exists (select ${about} and (m.id > ${version} or lower(m.done_by) = lower(${tx.staff.name})))
    returning 1
  `.execute(tx.db);
  return rows.length > 0;
}
