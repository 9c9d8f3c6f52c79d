import { bounds } from './bounds.js';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../db/tables/index.js';
import type {
  Archiver,
  Requester,
  BlobStore,
  CallSigner,
  RelayServers,
  EntryWriter,
  HtmlCleaner,
  LimitName,
  LinkReader,
  MailSender,
  MediaTools,
  OneTimeCodes,
  Passkeys,
  PasswordHasher,
  Presence,
  RateLimiter,
  PushSender,
  Receipts,
  SearchRunner,
  SmsSender,
} from '../ports/index.js';
import type { Tenant } from './tenant.js';
import type { DomainEvent, Emit } from './events.js';
import type { AccountId } from './ids.js';
import type { Wording } from './wording.js';

/** Writes JSON log lines. Never pass a password, a token, a code or the text of a message. */
export interface Log {
  info(detail: Record<string, unknown>, message: string): void;
  warn(detail: Record<string, unknown>, message: string): void;
  error(detail: Record<string, unknown>, message: string): void;
}

/** Generators of identifiers; tests replace them. */
export interface Ids {
  /** A random UUID. */
  uuid(): string;
  /** `bytes` random bytes as lower-case hexadecimal digits. */
  hex(bytes: number): string;
  /** `length` random decimal digits. */
  digits(length: number): string;
}

/** The context of a use case: the caller's address, the tenant, the database and the ports. */
export interface Ctx {
  readonly tenant: Tenant;
  /** The client's network address, for limits and the audit log; never shown to other users. */
  readonly address: string;
  /** The program of the client, as its request names it; undefined outside of requests. */
  readonly userAgent?: string | undefined;
  readonly db: Kysely<Tables>;
  readonly ports: Ports;
  readonly ids: Ids;
  readonly log: Log;
  readonly emit: Emit;
  /** Milliseconds since 1970. */
  now(): number;
}

/** External services that core uses and the process provides. */
export interface Ports {
  readonly searches: SearchRunner;
  readonly blobs: BlobStore;
  readonly archives: Archiver;
  readonly links: LinkReader;
  readonly media: MediaTools;
  readonly html: HtmlCleaner;
  readonly passwords: PasswordHasher;
  readonly oneTimeCodes: OneTimeCodes;
  readonly passkeys: Passkeys;
  readonly mail: MailSender;
  readonly sms: SmsSender;
  readonly push: PushSender;
  readonly limits: RateLimiter;
  readonly presence: Presence;
  readonly calls: CallSigner;
  readonly relays: RelayServers;
  readonly receipts: Receipts;
  readonly entries: EntryWriter;
  readonly groupRoles: GroupRoles;
  readonly wording: Wording;
}

/** Group roles of an account, which pass to other members when it becomes inactive. */
export interface GroupRoles {
  /**
   * Runs `close`, which deactivates an account, and transfers every group that the account owns or manages, in the same
   * transaction. Locks the groups before the account, in the order that all other code uses.
   */
  releaseRoles<R>(tx: Tx, accountId: AccountId, close: () => Promise<R>): Promise<R>;
  /**
   * Appoints an owner in those of the account's groups that have no active owner. Call it after the change that
   * reactivates the account.
   */
  assignOwners(tx: Tx, accountId: AccountId): Promise<void>;
}

/** The context of a signed-in caller. */
export interface MemberCtx extends Ctx {
  readonly actor: AccountId;
  readonly sessionId: string;
}

const transacted = Symbol('transacted');

/** A context inside a transaction, which only `transact` creates: its events are published after the commit. */
export interface Tx extends Ctx {
  readonly db: Transaction<Tables>;
  readonly [transacted]: true;
}

/** A context outside transactions; they do not nest. */
interface Outside {
  readonly [transacted]?: never;
}

/** The context of a signed-in caller inside a transaction. */
export type MemberTx = MemberCtx & Tx;

/** The requester on whose behalf a context does its work. */
export function requesterOf(ctx: Ctx): Requester {
  return { address: ctx.address, accountId: 'actor' in ctx ? (ctx as MemberCtx).actor : undefined };
}

/** Counts an action of the caller before it happens; to be awaited. Throws `too_many_requests`. */
export function limitActor(ctx: MemberCtx, limit: LimitName, points = 1): Promise<void> | undefined {
  return ctx.ports.limits.consume(limit, String(ctx.actor), points);
}

/**
 * Runs `work` in one transaction. Events emitted through `tx` are published after the commit, in order. If the
 * database aborts the transaction because of a deadlock, `work` runs again, so it must have no other side effects.
 */
export async function transact<C extends Ctx, R>(
  ctx: C & Outside,
  work: (tx: C & Tx) => Promise<R>,
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    const events: DomainEvent[] = [];
    try {
      const result = await ctx.db
        .transaction()
        .execute((db) => work({ ...ctx, db, emit: (event) => events.push(event), [transacted]: true }));
      for (const event of events) ctx.emit(event);
      return result;
    } catch (error) {
      if (attempt === bounds.database.transactionAttempts || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}
