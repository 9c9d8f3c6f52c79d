import { bounds } from './bounds.js';
import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables/index.js';
import type {
  Requester,
  BlobStore,
  CallSigner,
  EntryWriter,
  HtmlCleaner,
  LimitName,
  MediaTools,
  PasswordHasher,
  Presence,
  RateLimiter,
  Receipts,
  Searches,
  SmsSender,
} from '../ports/index.js';
import type { Tenant } from './tenant.js';
import type { DomainEvent, Emit } from './events.js';
import type { AccountId } from './ids.js';

/** Log lines are JSON; never pass a password, a token, a code or a message's text. */
export interface Log {
  info(detail: Record<string, unknown>, message: string): void;
  warn(detail: Record<string, unknown>, message: string): void;
  error(detail: Record<string, unknown>, message: string): void;
}

/** Sources of identity, replaced by tests. */
export interface Ids {
  /** A random UUID. */
  uuid(): string;
  /** `bytes` random bytes as lower-case hexadecimal digits. */
  hex(bytes: number): string;
  /** `length` random decimal digits. */
  digits(length: number): string;
}

/** What a use case is given: who asks, for which tenant, and the means to answer. */
export interface Ctx {
  readonly tenant: Tenant;
  /** The client's network address, for limits and the audit; never shown to other people. */
  readonly address: string;
  readonly db: Kysely<Tables>;
  readonly ports: Ports;
  readonly ids: Ids;
  readonly log: Log;
  readonly emit: Emit;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What core uses and the process provides. */
export interface Ports {
  readonly searches: Searches;
  readonly blobs: BlobStore;
  readonly media: MediaTools;
  readonly html: HtmlCleaner;
  readonly passwords: PasswordHasher;
  readonly sms: SmsSender;
  readonly limits: RateLimiter;
  readonly presence: Presence;
  readonly calls: CallSigner;
  readonly receipts: Receipts;
  readonly entries: EntryWriter;
  readonly groupRoles: GroupRoles;
}

/** Roles in groups, which pass to others when an account stops being active. */
export interface GroupRoles {
  /**
   * Runs `close`, which makes an account inactive, and hands over every group that the account owns or manages, in the same
   * transaction. The groups are locked before the account is, which is the order of everybody else.
   */
  releaseRoles<R>(tx: Ctx, accountId: AccountId, close: () => Promise<R>): Promise<R>;
  /**
   * Gives an owner to those groups of an account in which nobody was active. Called behind the change that makes the account
   * active again, in the same transaction.
   */
  assignOwners(tx: Ctx, accountId: AccountId): Promise<void>;
}

/** A `Ctx` of somebody who has signed in. */
export interface MemberCtx extends Ctx {
  readonly actor: AccountId;
  readonly sessionId: string;
}

/** For whom the work of a context is done. */
export function requesterOf(ctx: Ctx): Requester {
  return { address: ctx.address, accountId: 'actor' in ctx ? (ctx as MemberCtx).actor : undefined };
}

/** Counts what the caller does, before it is done. Throws `too_many_requests`. */
export function limitActor(ctx: MemberCtx, limit: LimitName, points = 1): Promise<void> {
  return ctx.ports.limits.consume(limit, String(ctx.actor), points);
}

/**
 * Runs `work` in one transaction: `tx` is the caller's context on it, whose events leave only after the
 * commit, in order. When the database breaks a deadlock by ending this transaction, `work` runs again, so it
 * may do nothing outside of it.
 */
export async function transact<C extends Ctx, R>(ctx: C, work: (tx: C) => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    const events: DomainEvent[] = [];
    try {
      const result = await ctx.db
        .transaction()
        .execute((db) => work({ ...ctx, db, emit: (event) => events.push(event) }));
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
