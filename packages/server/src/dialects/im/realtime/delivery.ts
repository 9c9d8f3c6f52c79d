import type { Profile } from '@kith/core/accounts';
import { loadMarks } from '@kith/core/conversations';
import type { AccountId, Ctx } from '@kith/core/kernel';
import { makeMemory } from '../../../app/memory.js';
import { visitorCtx } from '../../../app/context.js';
import type { Deps } from '../../../app/deps.js';
import type { Connection } from '../../../realtime/connection.js';
import type { ConversationEvent } from '../../../realtime/audiences.js';
import type { EventDelivery } from '../../../realtime/fan-out.js';
import { framesForAccount, framesForConversation, marksOfEvent, peopleOfEvent } from './frames.js';
import type { Marks } from '../present/message.js';
import { encodeImFrame } from './encode-frame.js';
import { knows, sendToAll } from './send-frame.js';
import { makeShowCall } from './show-call.js';
import type { RecentProfiles } from './recent-profiles.js';

/** Delivers events to existing clients. */
export function makeImDelivery(
  deps: Pick<Deps, 'db' | 'ports' | 'ids' | 'log' | 'emit' | 'now' | 'auth'> & {
    readonly profiles: RecentProfiles;
  },
): EventDelivery {
  const { profiles } = deps;

  // A member's role and nickname change with the version of the membership, so cached ones stay valid.
  const marks = makeMemory<string, Mark | typeof UNMARKED>(20_000);

  function knownMarks(event: ConversationEvent): Marks | undefined {
    const found = new Map<number, Mark>();
    for (const id of marksOfEvent(event)) {
      const mark = marks.get(markKey(event, id));
      if (!mark) return undefined;
      if (mark !== UNMARKED) found.set(id, mark);
    }
    return found;
  }

  async function loadMarksOf(ctx: Ctx, event: ConversationEvent): Promise<Marks> {
    const ids = marksOfEvent(event);
    const found = await loadMarks(ctx, event.conversation, ids);
    for (const id of ids) marks.set(markKey(event, id), found.get(id) ?? UNMARKED);
    return found;
  }

  async function load(event: ConversationEvent, audience: readonly Connection[]): Promise<void> {
    const ctx = visitorCtx(deps, await deps.auth.tenant(event.conversation.tenantId), '');
    const [people, found] = await Promise.all([
      profiles.load(ctx, peopleOfEvent(event) as AccountId[]),
      loadMarksOf(ctx, event),
    ]);
    show(event, audience, people, found);
  }

  function show(
    event: ConversationEvent,
    audience: readonly Connection[],
    people: ReadonlyMap<number, Profile>,
    found: Marks,
  ): void {
    const frames = framesForConversation(event, people, found);
    for (const { frame, exceptId, onlyId } of frames) {
      const text = encodeImFrame(frame);
      for (const connection of audience) {
        const accountId = connection.identity?.session.accountId;
        // No frame is skipped: a client that is too slow is closed, and reloads its conversations.
        const isMeant = accountId !== exceptId && (onlyId === undefined || accountId === onlyId);
        if (isMeant && knows(connection, frame)) connection.send(text);
      }
    }
  }

  const showCall = makeShowCall(deps);

  return {
    protocol: 'im',
    toMembers: (event, audience) => {
      const people = profiles.known(peopleOfEvent(event));
      const found = knownMarks(event);
      if (!people || !found) return load(event, audience);
      show(event, audience, people, found);
      return undefined;
    },
    toAccount: (of, audience) => {
      const { accountId, event } = of;
      if (event.type === 'call_changed') return showCall(of, event.data, audience);
      for (const frame of framesForAccount(accountId, event)) sendToAll(frame, audience);
    },
  };
}

type Mark = Marks extends ReadonlyMap<number, infer M> ? M : never;

/** A person who has left the group. */
const UNMARKED = 'unmarked';

function markKey({ conversation }: ConversationEvent, id: AccountId): string {
  return `${conversation.id}/${conversation.membersVersion}/${id}`;
}
