import { randomBytes } from 'node:crypto';
import { im } from '@kith/contract';
import { outcomeOf, type Check, type Outcome } from './check.js';
import { compareSchema } from './compare-contract.js';
import { escapeControls, show } from './differences.js';
import { knownActions, openSocket, type ClientSocket, type Frame } from './socket.js';
import { BlockedError, membersOf, type Role, type World } from './world.js';

export interface SocketOptions {
  readonly url: string;
  readonly timeoutMs: number;
}

/** How long nothing must arrive to count as silence. */
const SILENCE_MS = 400;

/** A message as the contract declares it. */
const Message = im.get.chatData.result.properties.list.items;

type Story = (world: World, open: (role?: Role) => Promise<ClientSocket>) => Promise<Outcome>;

/** What existing clients expect of the socket. */
export function socketChecks(options: SocketOptions): Check[] {
  return [...tokenStories, ...newsStories].map(([what, story]) => check(options, what, story));
}

/** Stories of one socket and its token. */
const tokenStories: readonly (readonly [what: string, story: Story])[] = [
  [
    'clientLink comes first',
    async (_world, open) => {
      const socket = await open();
      const first = await socket.next(() => true);
      return outcomeOf({
        [`the first frame is ${describe(first)}, not clientLink`]: first?.action === 'clientLink',
        'data.client_id is not a text':
          typeof memberIn(first, 'client_id') === 'string' && memberIn(first, 'client_id') !== '',
      });
    },
  ],

  [
    'a good token is accepted, inside data',
    async (world, open) => {
      const socket = await open();
      socket.send('checkToken', (await world.person('me')).token);
      const answer = await socket.next(is('checkToken'));
      return outcomeOf({
        [`the answer is ${describe(answer)}, not checkToken`]: answer !== undefined,
        [`data.err is ${show(memberIn(answer, 'err'))}, not 0`]: memberIn(answer, 'err') === 0,
        'data.msg is not a text': typeof memberIn(answer, 'msg') === 'string',
      });
    },
  ],

  [
    'a wrong token is refused, inside data',
    async (_world, open) => {
      const socket = await open();
      socket.send('checkToken', 'not a token');
      const answer = await socket.next(is('checkToken'));
      const err = memberIn(answer, 'err');
      return outcomeOf({
        'there is no answer': answer !== undefined,
        [`data.err is ${show(err)}, not a number above 0`]: typeof err === 'number' && err !== 0,
      });
    },
  ],

  [
    'an empty token gets no answer',
    async (_world, open) => {
      const socket = await open();
      socket.send('checkToken', '');
      const answer = await socket.next(is('checkToken'), SILENCE_MS);
      return outcomeOf({
        'clients without a token get an answer, and erase their data': answer === undefined,
      });
    },
  ],

  [
    'ping is answered',
    async (_world, open) => {
      const socket = await open('me');
      socket.send('ping', '');
      const answer = await socket.next((frame) => frame.action === 'ping' || frame.type === 'ping');
      return outcomeOf({ 'no ping comes back': answer !== undefined });
    },
  ],
];

/** Stories that involve other people. */
const newsStories: typeof tokenStories = [
  [
    'a message reaches both, and nobody else',
    async (world, open) => {
      const sockets = { me: await open('me'), friend: await open('friend'), other: await open('other') };
      const [list_id, text] = [await world.conversation(), `hello ${randomBytes(4).toString('hex')}`];
      await world.need('me', im.message.textMsg.path, { list_id, content_type: 0, content: { text } });
      const isIt = (frame: Frame) => frame.action === 'chatData' && textOf(frame) === text;
      const [echo, news] = [await sockets.me.next(isIt), await sockets.friend.next(isIt)];
      const leak = await sockets.other.next(isIt, SILENCE_MS);
      const compared = compareSchema(Message, membersOf(echo?.data)['data'], 'data.data');
      return outcomeOf(
        {
          'the sender gets no chatData': echo !== undefined,
          'the other person gets no chatData': news !== undefined,
          'a person outside the conversation gets it': leak === undefined,
          'data.list_id is not that of the conversation':
            echo === undefined || String(memberIn(echo, 'list_id')).toLowerCase() === list_id.toLowerCase(),
        },
        undefined,
        echo && compared,
      );
    },
  ],

  [
    'the other person gets the tick',
    async (world, open) => {
      const list_id = await world.conversation();
      await world.message('friend');
      const socket = await open('friend');
      // A server may withhold newer frames from clients that never request read ticks.
      await world.need('friend', im.message.getListTime.path, { list_id });
      await world.need('me', im.message.setListTime.path, { list_id });
      const tick = await socket.next(is('timeData'));
      const { time } = membersOf(membersOf(membersOf(tick?.data)['data'])['msg']);
      return outcomeOf({
        'there is no timeData': tick !== undefined,
        'data.data.msg.time is not a whole number': tick === undefined || Number.isInteger(time),
      });
    },
  ],

  [
    'a recalled message is replaced for both',
    async (world, open) => {
      const list_id = await world.conversation();
      const msg_id = await world.message();
      const [mine, theirs] = [await open('me'), await open('friend')];
      await world.need('me', im.message.withdraw.path, { list_id, type: 0, msg_id });
      const isIt = (frame: Frame) =>
        frame.action === 'deleteChat' &&
        membersOf(membersOf(membersOf(frame.data)['data'])['msg'])['id'] === msg_id;
      return outcomeOf({
        'the sender gets no deleteChat with its id': (await mine.next(isIt)) !== undefined,
        'the other person gets no deleteChat with its id': (await theirs.next(isIt)) !== undefined,
      });
    },
  ],

  [
    'a friend request is announced',
    async (world, open) => {
      const socket = await open('me');
      await world.request();
      const news = await socket.next(is('newFriend'));
      return outcomeOf({
        'there is no newFriend': news !== undefined,
        'data.num is not a number': news === undefined || typeof memberIn(news, 'num') === 'number',
      });
    },
  ],
];

/** Runs a story, closes its sockets, and compares every frame with the list of known actions. */
function check({ url, timeoutMs }: SocketOptions, what: string, story: Story): Check {
  return {
    section: 'socket',
    path: 'socket',
    what,
    run: async (world) => {
      const sockets: ClientSocket[] = [];
      try {
        const outcome = await story(world, async (role) => {
          const socket = await openSocket(url, timeoutMs);
          sockets.push(socket);
          if (role) await signIn(socket, (await world.person(role)).token);
          return socket;
        });
        const strange = sockets
          .flatMap(({ frames }) => frames)
          .filter(({ action, type }) => type !== 'ping' && !knownActions.has(String(action)));
        const differences = strange.slice(0, 3).map((frame) => ({
          kind: 'value' as const,
          says: `${describe(frame)} is not an action that existing clients know`,
        }));
        return { ...outcome, differences: [...outcome.differences, ...differences] };
      } finally {
        for (const socket of sockets) socket.close();
      }
    },
  };
}

async function signIn(socket: ClientSocket, token: string): Promise<void> {
  socket.send('checkToken', token);
  const answer = await socket.next(is('checkToken'));
  if (memberIn(answer, 'err') !== 0) throw new BlockedError('The socket does not accept a good token');
}

function is(action: string): (frame: Frame) => boolean {
  return (frame) => frame.action === action;
}

/** A member of a frame's data. */
function memberIn(frame: Frame | undefined, name: string): unknown {
  return membersOf(frame?.data)[name];
}

function textOf(frame: Frame): unknown {
  const msg = membersOf(membersOf(membersOf(frame.data)['data'])['msg']);
  return membersOf(msg['content'])['text'];
}

function describe(frame: Frame | undefined): string {
  if (frame === undefined) return 'nothing';
  return frame.text === undefined
    ? show(frame.action)
    : `no JSON (${escapeControls(frame.text.slice(0, 60))})`;
}
