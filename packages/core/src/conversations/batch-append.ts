import type { AccountId, ConversationId } from '../kernel/index.js';
import type { DigestedMessage } from './batch-rows.js';
import {
  APPEND_AND_READ_SQL,
  APPEND_ONE_AND_READ_SQL,
  APPEND_ONE_SQL,
  APPEND_SQL,
  type AppendedConversation,
  type AppendOneValues,
  type AppendValues,
  type ReadValues,
} from './batch-append-store.js';
import type { KnownConversation, WriterMemory } from './batch-memory.js';
import { NAMES_FILES } from './content.js';

/** The messages of a batch in one conversation. */
export interface KnownGroup {
  known: KnownConversation;
  amount: number;
  /** The index of the conversation among the values, from 1. */
  index: number;
  /** The place of each sender's last message. */
  readonly lastPlaces: Map<AccountId, number>;
  /** Undefined if the version of the writers is another one: nothing was stored. */
  stored: AppendedConversation | undefined;
}

/** A message of a known writer, with its conversation and its place there, from 1. */
export interface KnownRow<M extends DigestedMessage> {
  readonly waiting: M;
  readonly group: KnownGroup;
  readonly place: number;
}

/** Messages that the append statement stores. */
export interface KnownBatch<M extends DigestedMessage> {
  readonly rows: readonly KnownRow<M>[];
  readonly groups: readonly KnownGroup[];
}

/**
 * Splits a batch into messages of known writers and those that the batch statement must decide on. All messages of a
 * conversation take the same way, so that none passes an earlier one.
 */
export function splitBatch<M extends DigestedMessage>(
  batch: readonly M[],
  memory: Pick<WriterMemory, 'find'>,
  mayRepeat: (waiting: M) => boolean,
): { known: KnownBatch<M>; others: readonly M[] } {
  const undecided = new Set<ConversationId>();
  for (const waiting of batch) {
    const { message } = waiting;
    if (NAMES_FILES.has(message.type) || !memory.find(message) || mayRepeat(waiting))
      undecided.add(message.conversationId);
  }
  const others: M[] = [];
  const rows: KnownRow<M>[] = [];
  const groups = new Map<ConversationId, KnownGroup>();
  for (const waiting of batch) {
    const { message } = waiting;
    const { conversationId, senderId } = message;
    const known = undecided.has(conversationId) ? undefined : memory.find(message);
    if (!known) {
      others.push(waiting);
      continue;
    }
    let group = groups.get(conversationId);
    if (!group) {
      group = { known, amount: 0, index: 0, lastPlaces: new Map(), stored: undefined };
      groups.set(conversationId, group);
    }
    const place = ++group.amount;
    group.lastPlaces.set(senderId, place);
    rows.push({ waiting, group, place });
  }
  return { known: { rows, groups: inOrder([...groups.values()]) }, others };
}

/** Conversations are locked in the order of their ids. */
function inOrder(groups: KnownGroup[]): KnownGroup[] {
  groups.sort((a, b) => a.known.head.id - b.known.head.id);
  for (const [i, group] of groups.entries()) group.index = i + 1;
  return groups;
}

/** The append statement for a batch, by the name under which a connection prepares it. */
export function appendStatementOf(
  batch: KnownBatch<DigestedMessage>,
  now: number,
): { name: string; sql: string; values: readonly unknown[] } {
  const [first] = batch.rows;
  if (batch.rows.length === 1 && first) return appendOneStatementOf(first, now);
  const areSingle = batch.groups.every(({ known }) => known.head.pair);
  const values = appendValuesOf(batch, now);
  return areSingle
    ? { name: 'kith_append', sql: APPEND_SQL, values }
    : { name: 'kith_append_and_read', sql: APPEND_AND_READ_SQL, values: [...values, ...readValuesOf(batch)] };
}

function appendOneStatementOf(row: KnownRow<DigestedMessage>, now: number) {
  const values = appendOneValuesOf(row, now);
  const { pair } = row.group.known.head;
  if (!pair) return { name: 'kith_append_one_and_read', sql: APPEND_ONE_AND_READ_SQL, values };
  const side = row.waiting.message.senderId === pair[0] ? 'low' : 'high';
  return { name: `kith_append_one_${side}`, sql: APPEND_ONE_SQL[side], values };
}

function readValuesOf({ groups }: KnownBatch<DigestedMessage>): ReadValues {
  const reads = groups
    .filter(({ known }) => !known.head.pair)
    .flatMap(({ index, lastPlaces }) =>
      [...lastPlaces].map(([senderId, place]) => ({ index, senderId, place })),
    );
  return [
    reads.map(({ index }) => index),
    reads.map(({ place }) => place),
    reads.map(({ senderId }) => senderId),
  ];
}

function appendValuesOf({ rows, groups }: KnownBatch<DigestedMessage>, now: number): AppendValues {
  return [
    now,
    groups.map(({ known }) => known.head.tenantId),
    groups.map(({ known }) => known.head.id),
    groups.map(({ known }) => known.version),
    groups.map(({ amount }) => amount),
    groups.map((group) => lastPlaceOf(group, 0)),
    groups.map((group) => lastPlaceOf(group, 1)),
    rows.map(({ group }) => group.index),
    rows.map(({ place }) => place),
    rows.map(({ waiting }) => waiting.message.senderId),
    rows.map(({ waiting }) => waiting.message.type),
    rows.map(({ waiting }) => waiting.message.content),
    rows.map(({ waiting }) => waiting.message.clientId ?? null),
    rows.map(({ waiting }) => waiting.digest),
    rows.map(({ waiting }) => waiting.message.replyTo ?? null),
    rows.map(({ waiting, group }) => group.known.aliases.get(waiting.message.senderId) ?? null),
  ];
}

/** The place of the last message of the low (0) or high account of a single conversation. */
function lastPlaceOf({ known, lastPlaces }: KnownGroup, which: 0 | 1): number | null {
  const { pair } = known.head;
  return (pair && lastPlaces.get(pair[which])) ?? null;
}

function appendOneValuesOf(
  { waiting: { message, digest }, group: { known } }: KnownRow<DigestedMessage>,
  now: number,
): AppendOneValues {
  return [
    now,
    known.head.tenantId,
    known.head.id,
    known.version,
    message.senderId,
    message.type,
    message.content,
    message.clientId ?? null,
    digest,
    message.replyTo ?? null,
    known.aliases.get(message.senderId) ?? null,
  ];
}
