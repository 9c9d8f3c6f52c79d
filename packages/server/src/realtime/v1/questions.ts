import type { realtime } from '@kith/contract';
import { findLiveCall, grantRelay, signalCall } from '@kith/core/calls';
import {
  findMessages,
  getDraft,
  listPinned,
  listReactors,
  pageChats,
  saveDraft,
  type Reactor,
} from '@kith/core/conversations';
import type { MemberCtx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import { encodeFrame, presentCall } from './frames.js';
import { encodeListFrame, presentPreview } from './list-frame.js';
import { encodeSearchFrame } from './search-frame.js';
import type { Question } from './read-frame.js';
import { refusalOf, sendNack } from './refuse.js';

const DEFAULT_LIST = 30;
const DEFAULT_SEARCH = 20;

/** Answers a question of a connection. The promise does not reject. */
export async function answerQuestion(
  { deps, connection }: { readonly deps: Pick<Deps, 'log'>; readonly connection: Connection },
  me: MemberCtx,
  frame: Question,
): Promise<void> {
  try {
    const answer = await answerOf(me, frame);
    await connection.waitUntilWritable();
    connection.send(answer);
  } catch (error) {
    sendNack(connection, refusalOf(deps.log, error), { cid: frame.cid });
  }
}

async function answerOf(me: MemberCtx, frame: Question): Promise<string> {
  const { cid } = frame;
  switch (frame.t) {
    case 'list':
      return encodeListFrame(
        cid,
        me.actor,
        await pageChats(me, {
          after: frame.after,
          limit: frame.limit ?? frame.of?.length ?? DEFAULT_LIST,
          box: frame.box,
          of: frame.of,
        }),
      );
    case 'pins': {
      const { conversation, messages } = await listPinned(me, frame.to);
      const pinned = messages.map((message) => presentPreview(conversation.id, message));
      return encodeFrame({ t: 'pins', cid, to: frame.to, pinned });
    }
    case 'reactors': {
      const { to, id } = frame;
      const reactors = await listReactors(me, { listId: to, messageId: id });
      return encodeFrame({ t: 'reactors', cid, to, id, reactors: reactors.map(presentReactor) });
    }
    case 'search': {
      const { text, to: listId, after, limit = DEFAULT_SEARCH } = frame;
      return encodeSearchFrame(cid, await findMessages(me, { text, listId, after, limit }));
    }
    case 'draft': {
      const { to, text, time } = frame;
      const isRead = text === undefined || time === undefined;
      const draft = isRead
        ? await getDraft(me, to)
        : await saveDraft(me, { listId: to, text, writtenAt: time });
      return encodeFrame({ t: 'draft', cid, to, text: draft.text, time: draft.writtenAt });
    }
    case 'signal':
      await signalCall(me, {
        callId: frame.call_id,
        cid,
        kind: frame.kind,
        data: JSON.stringify(frame.data),
      });
      return encodeFrame({ t: 'done', cid });
    case 'call': {
      const call = await findLiveCall(me);
      return encodeFrame({ t: 'call', cid, ...(call && { call: presentCall(call) }) });
    }
    case 'turn': {
      const { urls, username, credential, expiresAt } = await grantRelay(me, frame.call_id);
      return encodeFrame({ t: 'turn', cid, urls: [...urls], username, credential, expires: expiresAt });
    }
  }
}

function presentReactor({ emoji, accountId, alias }: Reactor): realtime.Reactor {
  return { emoji, user_id: accountId, ...(alias !== null && { alias }) };
}
