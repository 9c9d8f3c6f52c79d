import { bounds, cleanLine, DomainError, isId, transact, type Ctx } from '../kernel/index.js';
import type { PasskeySite } from '../ports/index.js';
import { audit } from './audit.js';
import { takeChallenge, upsertChallenge, type ChallengeKey } from './challenges-store.js';
import {
  deletePasskey,
  insertPasskey,
  selectOwnPasskeys,
  selectPasskey,
  updatePasskeyName,
  updatePasskeyUse,
  type Passkey,
  type StoredPasskey,
} from './passkeys-store.js';
import { lockOwn } from './lock-own.js';
import { newToken } from './secrets.js';
import { lockStaff, type StaffCredentials } from './store.js';
import type { OperatorCtx, OperatorTx, StaffCtx } from './types.js';

/** The answer of a passkey in the JSON form of WebAuthn, and where it was asked. */
export interface PasskeyAnswer {
  readonly site: PasskeySite;
  readonly answer: { readonly id: string };
}

/** The caller's passkeys, oldest first. */
export function listPasskeys(ctx: StaffCtx): Promise<Passkey[]> {
  return selectOwnPasskeys(ctx);
}

/** Makes a challenge; an earlier one of the same holder and purpose is void. */
export async function newChallenge(ctx: Ctx, key: ChallengeKey): Promise<string> {
  const challenge = newToken(ctx);
  await upsertChallenge(ctx, key, challenge);
  return challenge;
}

/** What the caller's browser needs to create a passkey. */
export async function startPasskey(ctx: StaffCtx, site: PasskeySite): Promise<object> {
  const { staff, tenant } = ctx;
  const known = await selectOwnPasskeys(ctx);
  return ctx.ports.passkeys.creation({
    challenge: await newChallenge(ctx, sessionKey(ctx, 'add')),
    site,
    title: tenant.settings.consoleTitle,
    handle: `${staff.tenantId}/${staff.id}`,
    name: staff.name,
    known: known.map(({ credentialId }) => credentialId),
  });
}

/** Adds a passkey of the caller. Throws `wrong_passkey`, `conflict`, `quota_exceeded` or `invalid`. */
export async function addPasskey(ctx: StaffCtx, input: PasskeyAnswer & { name: string }): Promise<Passkey> {
  const name = cleanName(input.name);
  const challenge = await takeChallenge(ctx, sessionKey(ctx, 'add'));
  const { site, answer } = input;
  const created =
    challenge === undefined ? undefined : await ctx.ports.passkeys.readCreated(answer, { challenge, site });
  if (!created) throw new DomainError('wrong_passkey');
  return transact(ctx, async (tx) => {
    await lockOwn(tx);
    const { length: used } = await selectOwnPasskeys(tx);
    const limit = bounds.staff.passkeys;
    if (used >= limit) throw new DomainError('quota_exceeded', undefined, { limit, used, unit: 'items' });
    const added = await insertPasskey(tx, { ...created, name, site: site.name });
    if (!added) throw new DomainError('conflict');
    await auditPasskey(tx, 'passkey.add', { id: added.id, after: name });
    return added;
  });
}

/** Renames a passkey of the caller. Throws `not_found` or `invalid`. */
export async function renamePasskey(ctx: StaffCtx, input: { id: number; name: string }): Promise<void> {
  const { id } = input;
  const name = cleanName(input.name);
  await transact(ctx, async (tx) => {
    const before = isId(id) ? await updatePasskeyName(tx, { id, name }) : undefined;
    if (before === undefined) throw new DomainError('not_found');
    await auditPasskey(tx, 'passkey.rename', { id, before, after: name });
  });
}

/** Removes a passkey of the caller. Throws `not_found`. */
export async function removePasskey(ctx: StaffCtx, id: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const before = isId(id) ? await deletePasskey(tx, id) : undefined;
    if (before === undefined) throw new DomainError('not_found');
    await auditPasskey(tx, 'passkey.remove', { id, before });
  });
}

/** What the caller's browser needs to prove the identity with a passkey. Throws `not_found` without one. */
export async function startProof(ctx: StaffCtx, site: PasskeySite): Promise<object> {
  const known = await selectOwnPasskeys(ctx);
  if (known.length === 0) throw new DomainError('not_found');
  const challenge = await newChallenge(ctx, sessionKey(ctx, 'prove'));
  return ctx.ports.passkeys.request({
    challenge,
    site,
    known: known.map(({ credentialId }) => credentialId),
  });
}

/** The key of a challenge that the caller's session has to answer. */
export function sessionKey({ staff }: StaffCtx, purpose: 'prove' | 'add'): ChallengeKey {
  return { tenantId: staff.tenantId, holder: `session/${staff.sessionId}`, purpose };
}

/**
 * Does `work` for the answer of a passkey to a challenge, and records the use in the same transaction. An answer whose counter
 * does not go on, as that of a copied key, is refused and logged. Undefined if the answer is refused.
 */
export async function withPasskey<R>(
  ctx: OperatorCtx,
  {
    passkey,
    challenge,
    site,
    answer,
  }: PasskeyAnswer & { passkey: StoredPasskey; challenge: string | undefined },
  work: (tx: OperatorTx, staff: StaffCredentials) => Promise<R>,
): Promise<{ readonly result: R } | undefined> {
  const counter =
    challenge === undefined || passkey.site !== site.name
      ? undefined
      : await ctx.ports.passkeys.readSigned(answer, { challenge, site }, passkey);
  if (counter === undefined) return undefined;
  return transact(ctx, async (tx) => {
    const staff = await lockStaff(tx, { tenantId: passkey.tenantId, id: passkey.staffId });
    // The passkey may have been removed meanwhile.
    const now = staff && (await selectPasskey(tx, passkey));
    if (!now) return undefined;
    if (await updatePasskeyUse(tx, now, counter)) return { result: await work(tx, staff) };
    await audit(tx, {
      action: 'passkey.refuse',
      object: { kind: 'staff', id: staff.id },
      before: { name: now.name, counter: now.counter },
      after: { counter },
      tenantId: staff.tenantId,
    });
    return undefined;
  });
}

function cleanName(name: string): string {
  return cleanLine('name', name, { min: 1, max: bounds.staff.passkeyNameCharacters });
}

async function auditPasskey(
  tx: OperatorTx & StaffCtx,
  action: string,
  { id, ...values }: { id: number; before?: string; after?: string },
): Promise<void> {
  await audit(tx, { action, object: { kind: 'passkey', id }, ...values, tenantId: tx.staff.tenantId });
}
