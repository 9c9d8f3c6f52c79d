import type { realtime } from '@kith/contract';
import { getDraft, listPinned, pageChats, saveDraft } from '@kith/core/conversations';
import type { MemberCtx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import { encodeFrame } from './frames.js';
import { encodeListFrame, presentPreview } from './list-frame.js';
import { refusalOf, sendNack } from './refuse.js';

const DEFAULT_LIST = 30;

/** A request whose `cid` names its answer, which is a frame of the same type. */
type Question = realtime.List | realtime.Pins | realtime.Draft;

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
        await pageChats(me, { after: frame.after, limit: frame.limit ?? DEFAULT_LIST }),
      );
    case 'pins': {
      const { conversation, messages } = await listPinned(me, frame.to);
      const pinned = messages.map((message) => presentPreview(conversation.id, message));
      return encodeFrame({ t: 'pins', cid, to: frame.to, pinned });
    }
    case 'draft': {
      const { to, text, time } = frame;
      const isRead = text === undefined || time === undefined;
      const draft = isRead
        ? await getDraft(me, to)
        : await saveDraft(me, { listId: to, text, writtenAt: time });
      return encodeFrame({ t: 'draft', cid, to, text: draft.text, time: draft.writtenAt });
    }
  }
}
