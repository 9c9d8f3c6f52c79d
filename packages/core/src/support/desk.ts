import {
  accessConversation,
  advanceRead,
  CONTENT,
  getReadState,
  listConversations,
  listMessages,
  pictureContent,
  saveMessage,
  uploadFile,
  wasSent,
  type Entry,
} from '../conversations/index.js';
import { bounds, DomainError, transact, type AccountId, type MemberCtx } from '../kernel/index.js';
import { audit, type StaffCtx, type StaffTx } from '../staff/index.js';
import { endService, isPresent } from './assign-agent.js';
import { lockDesk, selectOwnAgent, updateDeskSeen, type OwnAgent } from './desk-store.js';
import { selectOverseen, type OverseenThread, type ThreadPlace } from './oversight-store.js';
import { lockThread, selectServedListId, updateAgent, type SupportThread } from './store.js';

/** A customer at the desk of an agent. */
export interface DeskCustomer extends OverseenThread {
  /** Messages that the agent has not read. */
  readonly unread: number;
  /** The newest entry. */
  readonly last: Entry | undefined;
}

/** The desk of the caller: the agent as whom the caller answers, and a page of the agent's customers. */
export interface Desk {
  /** Undefined if the caller answers as nobody. */
  readonly agent: OwnAgent | undefined;
  readonly rows: readonly DeskCustomer[];
  readonly next: ThreadPlace | undefined;
}

/** The caller's desk: longest wait for an answer first, then those who wait for nothing. */
export async function openDesk(ctx: StaffCtx, after?: ThreadPlace): Promise<Desk> {
  const agent = await selectOwnAgent(ctx);
  if (!agent) return { agent, rows: [], next: undefined };
  if (!isPresent(ctx, agent)) await updateDeskSeen(ctx, agent.id);
  const most = bounds.staff.supportRows;
  const found = await selectOverseen(ctx, { agentId: agent.id, after }, most + 1);
  const rows = found.slice(0, most);
  const listed = await listConversations(asAgent(ctx, agent.id), {
    among: rows.map(({ conversationId }) => conversationId),
  });
  const byId = new Map(listed.map((row) => [row.conversation.id, row]));
  const last = rows.at(-1);
  return {
    agent,
    rows: rows.map((row) => {
      const { unread = 0, last: newest } = byId.get(row.conversationId) ?? {};
      return { ...row, unread, last: newest };
    }),
    next: last && found.length > most ? { key: last.key, customerId: last.customerId } : undefined,
  };
}

/** Whether the caller answers customers as an agent of the tenant. */
export async function hasDesk(ctx: StaffCtx): Promise<boolean> {
  return (await selectOwnAgent(ctx)) !== undefined;
}

/** Messages with a customer of the caller's agent, oldest first. */
export interface DeskMessages {
  readonly agentId: AccountId;
  readonly listId: string;
  readonly entries: readonly Entry[];
  /** Whether there are older ones. */
  readonly hasMore: boolean;
  /** The last message that the customer has read. */
  readonly readSeq: number;
}

/**
 * A page of the messages with a customer of the caller's agent: the newest ones, or those before a number. Throws
 * `not_found` for a customer of somebody else.
 */
export async function readDeskMessages(
  ctx: StaffCtx,
  { customerId, before = Number.MAX_SAFE_INTEGER }: { customerId: number; before?: number | undefined },
): Promise<DeskMessages> {
  const { me, listId } = await accessServed(ctx, customerId);
  const membership = await accessConversation(me, listId);
  const [page, { readUpTo }] = await Promise.all([
    listMessages(me, membership, { before, limit: bounds.staff.deskMessages }),
    getReadState(me, listId),
  ]);
  return { agentId: me.actor, listId, ...page, readSeq: readUpTo.seq };
}

/** Marks messages of a customer as read by the caller's agent. Throws `not_found` for a customer of somebody else. */
export async function markDeskRead(
  ctx: StaffCtx,
  { customerId, seq }: { customerId: number; seq: number },
): Promise<void> {
  const { me, listId } = await accessServed(ctx, customerId);
  await advanceRead(me, await accessConversation(me, listId), seq);
}

/**
 * Sends a customer a text, or a picture, from the caller's agent; a repeat with the same client id is harmless. Throws
 * `not_found` for a customer of somebody else, and like `sendMessage` and `uploadFile`.
 */
export async function answerCustomer(
  ctx: StaffCtx,
  {
    customerId,
    clientId,
    ...said
  }: { customerId: number; clientId: string } & ({ text: string } | { picture: Uint8Array }),
): Promise<void> {
  const { me, listId } = await accessServed(ctx, customerId);
  if (await wasSent(me, clientId)) return;
  const content =
    'text' in said
      ? { type: CONTENT.text, content: { text: said.text } }
      : await savePicture(me, listId, said.picture);
  await transact(me, async (tx) => {
    // After the lock, nobody else serves the customer.
    const thread = await lockServed(tx, customerId, me.actor);
    if (await wasSent(tx, clientId)) return;
    const { seq } = await saveMessage(tx, thread.conversation, { ...content, clientId });
    await audit(tx, {
      action: 'support.answer',
      object: { kind: 'account', id: customerId },
      after: { agentId: me.actor, message: seq },
    });
  });
}

/** Ends the service of a customer, who gets another agent with the next message. Throws `not_found`. */
export async function endDeskService(ctx: StaffCtx, customerId: number): Promise<void> {
  const { me } = await accessServed(ctx, customerId);
  await transact(me, async (tx) => {
    await endService(tx, await lockServed(tx, customerId, me.actor), me.actor);
    const object = { kind: 'account', id: customerId };
    await audit(tx, { action: 'support.end', object, before: { agentId: me.actor } });
  });
}

/**
 * Goes away from the caller's desk, so that others get the customers within seconds, or returns. Throws `not_found` if the
 * caller answers as nobody.
 */
export async function setDeskAway(ctx: StaffCtx, isAway: boolean): Promise<void> {
  const agent = await selectOwnAgent(ctx);
  if (!agent) throw new DomainError('not_found');
  await transact(ctx, async (tx) => {
    const isOwn = await lockDesk(tx, { staffId: tx.staff.id, agentId: agent.id });
    if (!isOwn || !(await updateAgent(tx, agent.id, isAway ? 'away' : 'serving')))
      throw new DomainError('not_found');
    const action = isAway ? 'support.send_away' : 'support.add_agent';
    await audit(tx, { action, object: { kind: 'account', id: agent.id }, after: { why: '' } });
  });
}

/** The caller in the place of the agent as whom the caller answers. */
type DeskCtx = StaffCtx & MemberCtx;

function asAgent(ctx: StaffCtx, agentId: AccountId): DeskCtx {
  return { ...ctx, actor: agentId, sessionId: ctx.staff.sessionId };
}

/** The conversation with a customer of the caller's agent. Throws `not_found`. */
async function accessServed(ctx: StaffCtx, customerId: number): Promise<{ me: DeskCtx; listId: string }> {
  const agent = await selectOwnAgent(ctx);
  const listId = agent && (await selectServedListId(ctx, { customerId, agentId: agent.id }));
  if (!agent || listId === undefined) throw new DomainError('not_found');
  return { me: asAgent(ctx, agent.id), listId };
}

/** The locked thread of a customer whom this agent serves while the caller answers as the agent. Throws `not_found`. */
async function lockServed(tx: StaffTx, customerId: number, agentId: AccountId): Promise<SupportThread> {
  const isOwn = await lockDesk(tx, { staffId: tx.staff.id, agentId });
  const thread = isOwn ? await lockThread(tx, customerId as AccountId) : undefined; // looked up in the tenant
  if (thread?.agentId !== agentId) throw new DomainError('not_found');
  return thread;
}

async function savePicture(
  me: MemberCtx,
  listId: string,
  bytes: Uint8Array,
): Promise<{ type: number; content: object }> {
  const file = await uploadFile(me, { listId, bytes, originalName: '' });
  if (file.family !== 'image') throw new DomainError('unsupported_media');
  return { type: CONTENT.image, content: pictureContent(listId, file) };
}
