/**
 * Whether an account is a VIP at a time (milliseconds), as SQL text over these expressions. `loadVips` applies the
 * same rule to known ids.
 */
export function vipCondition(tenantId: string, accountId: string, now: string): string {
  return `exists (
    select from entitlements n
    where n.tenant_id = ${tenantId} and n.account_id = ${accountId} and n.revoked_at is null
      and n.starts_at <= ${now} and n.holds_until > ${now}
  )`;
}
