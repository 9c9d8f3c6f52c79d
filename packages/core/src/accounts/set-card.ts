import { DomainError, type MemberCtx, type MemberTx, type SexFilter } from '../kernel/index.js';
import { notifyAccounts } from './events.js';
import { nicknameColumns } from './names.js';
import { requireActive } from './require-active.js';
import { requireFreeNickname } from './reserved-names.js';
import { cleanNickname } from './rules.js';
import { updateAccount } from './store.js';

/** Changes of the data that people of the same school see; omitted fields stay the same. */
export interface CardChange {
  readonly nickname?: string | undefined;
  /** Null if not stated. */
  readonly sex?: 0 | 1 | null | undefined;
  /** Null for none. */
  readonly universityId?: number | null | undefined;
  readonly departmentId?: number | null | undefined;
  readonly isPresenceHidden?: boolean | undefined;
  readonly isBrowsingHidden?: boolean | undefined;
}

/** Changes the caller's card. Throws `invalid`. */
export async function setCard(tx: MemberTx, change: CardChange): Promise<void> {
  const { nickname: name, sex, universityId, departmentId, isPresenceHidden, isBrowsingHidden } = change;
  const nickname = name === undefined ? undefined : cleanNickname(name);
  if (nickname !== undefined) await requireFreeNickname(tx, 'nickname', nickname);
  await requireActive(tx);
  await updateAccount(tx, tx.actor, {
    ...(nickname !== undefined && nicknameColumns(nickname)),
    ...(sex !== undefined && { sex: sex ?? 0, is_sex_stated: sex !== null }),
    ...(universityId !== undefined && { university_id: universityId }),
    ...(departmentId !== undefined && { department_id: departmentId }),
    ...(isPresenceHidden !== undefined && { is_presence_hidden: isPresenceHidden }),
    ...(isBrowsingHidden !== undefined && { is_browsing_hidden: isBrowsingHidden }),
  });
  await notifyAccounts(tx, [{ accountId: tx.actor, type: 'profile_changed', data: { accountId: tx.actor } }]);
}

/** Sets the sexes that lists of people show to the caller. */
export async function setSexFilter(ctx: MemberCtx, filter: SexFilter): Promise<void> {
  if (!(await updateAccount(ctx, ctx.actor, { sex_filter: filter }))) throw new DomainError('not_signed_in');
}
