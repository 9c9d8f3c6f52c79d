import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { shorten } from './differences.js';
import { BlockedError } from './world.js';

/**
 * All actions that existing clients know. They show a modal dialog for any other, so this list is closed; the contract
 * contains those that Kith sends.
 */
export const knownActions: ReadonlySet<string> = new Set([
  'clientLink', 'ping', 'checkToken', 'offline', 'getChatList', 'getFriendList', 'addChatList', 'newFriend', 'chatData',
  'timeData', 'deleteChat', 'adminDeleteChat', 'chat_del', 'groupDeleteChat', 'removeMember', 'removeGroup', 'group_del',
  'setMessagePageTitle', 'chatGroupApply', 'groupChatApplyAllow', 'circleTips', 'cricleChatTips', 'circleLike',
  'cricleComment', 'payCircleOrder', 'payAmount', 'collectAmount', 'onlinePaySuccess', 'memberIsOnline', 'zhenDong',
  'vedioData', 'cancleVedio', 'getVoiceRoom', 'closeVoiceRoom',
]); // prettier-ignore

/** A received frame; `text` if it was not JSON. */
export interface Frame {
  readonly action?: unknown;
  readonly type?: unknown;
  readonly data?: unknown;
  readonly text?: string;
}

/** The socket of an existing client. */
export interface ClientSocket {
  readonly frames: readonly Frame[];
  send(action: string, data: unknown): void;
  /** The first frame that fits and was not returned before; undefined if none arrives in time. */
  next(fits: (frame: Frame) => boolean, withinMs?: number): Promise<Frame | undefined>;
  close(): void;
}

const MAX_FRAME_BYTES = 1024 * 1024;
const MAX_FRAMES = 1000;
const LOOK_EVERY_MS = 10;

/** Opens a socket as existing clients do. Throws `BlockedError`. */
export async function openSocket(url: string, timeoutMs: number): Promise<ClientSocket> {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    handshakeTimeout: timeoutMs,
  });
  const frames: Frame[] = [];
  const taken = new Set<Frame>();
  socket.on('message', (data) => {
    frames.push(readFrame(String(data)));
    if (frames.length >= MAX_FRAMES) socket.terminate();
  });
  await new Promise((opened, failed) => {
    socket.once('open', opened);
    socket.on('error', (error) => failed(new BlockedError(`No socket: ${shorten(error.message, 200)}.`)));
  });
  return {
    frames,
    send: (action, data) => socket.send(JSON.stringify({ action, data })),
    next: async (fits, withinMs = timeoutMs) => {
      for (const end = performance.now() + withinMs; ;) {
        const frame = frames.find((one) => !taken.has(one) && fits(one));
        if (frame) {
          taken.add(frame);
          return frame;
        }
        if (performance.now() > end || socket.readyState !== WebSocket.OPEN) return undefined;
        await sleep(LOOK_EVERY_MS);
      }
    },
    close: () => socket.terminate(),
  };
}

function readFrame(text: string): Frame {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // invalid JSON, which the check reports
  }
  return { text };
}
