import fc from 'fast-check';
import { expect, it } from 'vitest';
import { messageId, type ConversationId } from '@kith/core/kernel';
import { atPace } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { pages, plainPasswords, rowOf, threePeople } from './chatting.js';

const kith = useKith({
  config: { databaseConnections: 4 },
  overrides: { ports: { passwords: plainPasswords } },
});

/** The expected conversation, kept by rules that are too simple to be wrong. */
interface Expected {
  /** The position of the newest entry. The greeting is entry 1. */
  end: number;
  readonly messages: {
    seq: number;
    by: number;
    text: string;
    isSecret: boolean;
    gone?: 'trace' | 'nothing';
  }[];
  readonly sides: [Side, Side];
}

interface Side {
  readonly name: string;
  read: number;
  cleared: number;
  hidden: number;
  isMarked: boolean;
}

/** One action of one of the two; `pick` chooses a message. */
interface Step {
  readonly act:
    | 'say'
    | 'whisper'
    | 'poke'
    | 'read'
    | 'open'
    | 'mark'
    | 'recall'
    | 'recallAll'
    | 'burn'
    | 'hide'
    | 'clear'
    | 'destroy';
  readonly by: 0 | 1;
  readonly pick: number;
}

const step = fc.record<Step>({
  act: fc.constantFrom(
    ...([
      'say',
      'say',
      'say',
      'say',
      'whisper',
      'whisper',
      'poke',
      'read',
      'open',
      'mark',
      'recall',
      'recall',
    ] as const),
    ...(['recallAll', 'burn', 'burn', 'hide', 'hide', 'clear', 'destroy'] as const),
  ),
  by: fc.constantFrom(0, 1),
  pick: fc.nat(1000),
});

async function apply(
  { act, by, pick }: Step,
  who: Person,
  list_id: string,
  conversationId: ConversationId,
  expected: Expected,
): Promise<void> {
  const side = expected.sides[by];
  const idOf = (seq: number) => messageId(conversationId, seq);
  const append = (text: string, isSecret = false) => {
    expected.end += 1;
    expected.messages.push({ seq: expected.end, by, text, isSecret });
    side.read = expected.end;
    side.isMarked = false;
  };
  const empty = (message: Expected['messages'][number], gone: 'trace' | 'nothing') => {
    message.gone = gone;
    expected.end += 1;
  };
  const seen = expected.messages.filter((message) => message.seq > side.cleared && !message.gone);
  switch (act) {
    case 'say': {
      const text = `words ${pick}`;
      await who.im.message.textMsg({ list_id, content_type: 0, content: { text } });
      return append(text);
    }
    case 'whisper': {
      const text = `secret ${pick}`;
      await who.im.message.textMsg({ list_id, content_type: 0, content: { text, yhjf: true } });
      return append(text, true);
    }
    case 'poke':
      await who.im.vendor.sendChuoYiChuoMsg({ list_id });
      return append('');
    case 'read':
      await who.im.message.updataNoReader({ list_id });
      Object.assign(side, { read: expected.end, isMarked: false });
      return;
    case 'open':
      await who.im.get.chatData({ list_id, is_up: 1 });
      Object.assign(side, { read: expected.end, isMarked: false });
      return;
    case 'mark':
      await who.im.chat.sign({ list_id, no_reader_num: 1 });
      side.isMarked = true;
      return;
    case 'recall': {
      const own = seen.filter((message) => message.by === by);
      const message = own[pick % own.length];
      if (!message) return;
      await who.im.message.withdraw({ list_id, msg_id: idOf(message.seq) });
      return empty(message, 'trace');
    }
    case 'recallAll': {
      await who.im.message.withdraw({ list_id, type: 2, msg_id: String(who.id) });
      for (const message of expected.messages)
        if (message.by === by && !message.gone) empty(message, 'trace');
      return;
    }
    case 'burn': {
      const secrets = seen.filter((message) => message.by !== by && message.isSecret);
      const message = secrets[pick % secrets.length];
      if (!message) return;
      await who.im.message.burnRead({ list_id, msg_id: idOf(message.seq) });
      return empty(message, 'nothing');
    }
    case 'hide':
      await who.im.chat.deleteChat({ list_id });
      side.hidden = expected.end;
      return;
    case 'clear':
      await who.im.remove.del_log({ list_id, type: 1 });
      Object.assign(side, { read: expected.end, cleared: expected.end, isMarked: false });
      return;
    case 'destroy':
      await who.im.remove.del_log({ list_id, type: 2 });
      for (const message of expected.messages) if (!message.gone) message.gone = 'nothing';
      for (const one of expected.sides)
        Object.assign(one, { read: expected.end, cleared: expected.end, isMarked: false });
      return;
    default:
      act satisfies never;
  }
}

/** The expected view of one side. */
function viewOf(expected: Expected, by: 0 | 1) {
  const side = expected.sides[by];
  const shown = expected.messages.filter(
    (message) => message.seq > side.cleared && message.gone !== 'nothing',
  );
  const lines = shown.map((message) =>
    message.gone === 'trace' ? `${expected.sides[message.by as 0 | 1].name}撤回了一条消息` : message.text,
  );
  const last = Math.max(shown.at(-1)?.seq ?? 0, side.cleared < 1 ? 1 : 0);
  const count = expected.messages.filter((message) => message.seq > side.read && !message.gone).length;
  return {
    lines,
    isListed: side.hidden === 0 || last > side.hidden,
    unread: Math.max(count, side.isMarked ? 1 : 0),
  };
}

async function check(who: Person, list_id: string, view: ReturnType<typeof viewOf>): Promise<void> {
  const [listed, base, found] = await Promise.all([
    rowOf(who, list_id),
    who.im.get.base(),
    pages(who, list_id),
  ]);
  const lines = found.flat().map((message) => message.msg.content['text']);
  expect({
    // The greeting exists until it is cleared; it is not a message of the two.
    lines: lines.filter((text) => !String(text).startsWith('我通过了你的朋友验证请求')),
    isListed: listed !== undefined,
    unread: listed?.no_reader_num ?? view.unread,
    badge: base.no_reader_chat_num,
  }).toEqual({ ...view, badge: view.isListed ? view.unread : 0 });
}

it(
  'after every step of any order of actions by two people, list, unread and history are exact',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 35 }), async (steps) => {
        const { ada, bo, list_id } = await threePeople(kith);
        const [row] = await kith.sql<{ id: string }>(
          'select id from conversations where list_id = $1::uuid',
          [list_id],
        );
        const conversationId = Number(row?.id) as ConversationId;
        const side = (name: string): Side => ({ name, read: 0, cleared: 0, hidden: 0, isMarked: false });
        const expected: Expected = { end: 1, messages: [], sides: [side('ada'), side('bo')] };
        for (const one of steps) {
          await apply(one, one.by === 0 ? ada : bo, list_id, conversationId, expected);
          await Promise.all([
            check(ada, list_id, viewOf(expected, 0)),
            check(bo, list_id, viewOf(expected, 1)),
          ]);
        }
      }),
      { numRuns: 5 },
    );
  },
  atPace(60_000),
);
