import { sql } from 'kysely';
import type { AccountId, Ctx, Departed, Tx } from '../kernel/index.js';

/**
 * Whether a case needs what is stored about an account: an open one by it or against it, or a closed one whose evidence is
 * kept for its time.
 */
export async function selectIsHeld(ctx: Ctx, id: AccountId): Promise<boolean> {
  const { rows } = await sql`
    select from reports p
    where p.tenant_id = ${ctx.tenant.id} and p.is_case and (
      (p.reporter_id = ${id} or p.target_id = ${id}) and p.state = 'open'
      or p.target_id = ${id} and (
        exists (select from case_evidence e where e.tenant_id = p.tenant_id and e.report_id = p.id)
        or exists (select from photo_evidence e where e.tenant_id = p.tenant_id and e.report_id = p.id)
      )
    )
    limit 1
  `.execute(ctx.db);
  return rows.length > 0;
}

/** Deletes the reports, sanctions, letters, notes and decisions about an account, and the texts of its own reports. No case may need them. */
export async function deleteCases(tx: Tx, { id }: Departed): Promise<void> {
  await sql`
    with unreported as (
      update reports set text = '', snapshot = null, network = null
      where tenant_id = ${tx.tenant.id} and reporter_id = ${id} returning 1
    ),
    gone_sanctions as (
      delete from sanctions where tenant_id = ${tx.tenant.id} and account_id = ${id} returning 1
    ),
    gone_letters as (
      delete from letters where tenant_id = ${tx.tenant.id} and account_id = ${id} returning 1
    ),
    gone_notes as (
      delete from account_notes where tenant_id = ${tx.tenant.id} and account_id = ${id} returning 1
    )
    delete from moderation_log where tenant_id = ${tx.tenant.id} and account_id = ${id}
  `.execute(tx.db);
  await tx.db
    .deleteFrom('reports')
    .where('tenant_id', '=', tx.tenant.id)
    .where('target_id', '=', id)
    .execute();
  await tx.db
    .deleteFrom('reported_accounts')
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', id)
    .execute();
}
