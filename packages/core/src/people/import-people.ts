import {
  checkRegistration,
  checkVouchedEmail,
  revokeSessions,
  setVouchedEmail,
  type Registration,
} from '../accounts/index.js';
import { registerAndWelcome } from '../friendships/index.js';
import { DomainError, type AccountId, type MemberTx } from '../kernel/index.js';
import { audit, type OperatorCtx, type OperatorTx } from '../staff/index.js';

/** A person of an import. */
export interface ImportedPerson {
  readonly username: string;
  readonly password: string;
  readonly nickname?: string | undefined;
  /** Counts as confirmed. */
  readonly email?: string | undefined;
}

/** What became of a person of an import, or would become. */
export type Imported =
  | { readonly outcome: 'valid' }
  | { readonly outcome: 'created'; readonly id: AccountId }
  | { readonly outcome: 'refused'; readonly why: DomainError };

/**
 * Registers people on behalf of an operator, one after the other: a refused one does not keep the others from it, and a
 * repeat is refused as `username_taken`. A dry run registers nobody. Two people of one call may have the same name or
 * address: then the second one is refused.
 */
export async function importPeople(
  ctx: OperatorCtx,
  { people, isDryRun }: { people: readonly ImportedPerson[]; isDryRun: boolean },
): Promise<Imported[]> {
  const outcomes: Imported[] = [];
  for (const person of people) outcomes.push(await importOne(ctx, person, isDryRun));
  return outcomes;
}

async function importOne(ctx: OperatorCtx, person: ImportedPerson, isDryRun: boolean): Promise<Imported> {
  const { email, ...registration } = person;
  try {
    if (email !== undefined) await checkVouchedEmail(ctx, email);
    if (isDryRun) {
      await checkRegistration(ctx, { ...registration, isByOperator: true });
      return { outcome: 'valid' };
    }
    return { outcome: 'created', id: await createPerson(ctx, registration, email) };
  } catch (error) {
    if (error instanceof DomainError) return { outcome: 'refused', why: error };
    throw error;
  }
}

/** Registers an account on behalf of an operator, without a session; returns its id. Throws like `register`. */
export async function createPerson(
  ctx: OperatorCtx,
  registration: Pick<Registration, 'username' | 'nickname' | 'password'>,
  email?: string,
): Promise<AccountId> {
  const { accountId } = await registerAndWelcome(ctx, { ...registration, isByOperator: true }, async (tx) => {
    if (email !== undefined) await setVouchedEmail(tx, email);
    const object = { kind: 'account', id: tx.actor };
    await audit(asOperator(ctx, tx), { action: 'people.create', object });
  });
  await revokeSessions(ctx, { accountId });
  return accountId;
}

/** The transaction of a registration, by the operator who registers. */
function asOperator({ staff }: OperatorCtx, tx: MemberTx): OperatorTx {
  return staff ? { ...tx, staff } : tx;
}
