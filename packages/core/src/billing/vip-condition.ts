/**
 * Whether somebody is a VIP at a moment (milliseconds), as the text of a condition on SQL expressions. `loadVips` says
 * the same of people whose ids are at hand.
 */
export function vipCondition(tenantId: string, accountId: string, now: string): string {
  return `exists (
    select from entitlements n
    where n.tenant_id = ${tenantId} and n.account_id = ${accountId} and n.revoked_at is null
      and n.starts_at <= ${now} and n.holds_until > ${now}
  )`;
}
