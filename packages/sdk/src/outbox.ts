import type { realtime } from '@kith/contract';
import { newClientId } from './client-id.js';
import { encodeFrame } from './encode-frame.js';
import { createLanes, type Pacer } from './lanes.js';
import { RealtimeError } from './realtime-error.js';

const maxFrameBytes: typeof realtime.MAX_FRAME_BYTES = 65_536;

const SENDS_UNDER_WAY = 32;

/** Where and when the server stored the entry of an action. */
export interface Stored {
  readonly id: string;
  readonly seq: number;
  /** Milliseconds. */
  readonly time: number;
}

/** Where the server stored a message. */
export interface Sent extends Stored {
  readonly cid: string;
}

/** What a message may have besides its content. */
export interface SendOptions {
  /** The client id; a new one by default. */
  readonly cid?: string;
  /** The seq of the message that this one replies to. */
  readonly replyTo?: number;
  /** Members of a group, or `all`. */
  readonly mentions?: realtime.Mentions;
}

/** The actions that the server has not answered yet. They wait while there is no socket. */
export interface Outbox {
  send(to: string, type: number, content: realtime.Content, options?: SendOptions): Promise<Sent>;
  /** Changes a message. */
  act(frame: realtime.Edit | realtime.Recall | realtime.React | realtime.Pin): Promise<Stored>;
  handleAck(frame: realtime.Ack): void;
  /** Rejects the action of this name, if it is pending. */
  refuse(to: string, name: string, error: RealtimeError): void;
  /** A socket is available. */
  resume(): void;
  /** The socket has closed. */
  pause(): void;
  close(error: RealtimeError): void;
}

/** Creates an empty outbox, paused. */
export function createOutbox(options: {
  write: (frame: string) => void;
  pacer: Pacer;
  limit: number;
}): Outbox {
  const lanes = createLanes<string, Stored>({ ...options, window: SENDS_UNDER_WAY });
  const sends = new Map<string, { frame: string; sent: Promise<Sent> }>();

  function send(
    to: string,
    type: number,
    content: realtime.Content,
    { cid = newClientId(), replyTo, mentions }: SendOptions = {},
  ): Promise<Sent> {
    // Encoded once: a repeat carries the same body even if `content` is changed.
    const frame = encodeFrame({
      t: 'send',
      cid,
      to,
      type,
      content,
      ...(replyTo !== undefined && { reply_to: replyTo }),
      ...(mentions !== undefined && { mentions }),
    });
    const earlier = sends.get(cid);
    if (earlier?.frame === frame) return earlier.sent;
    if (earlier)
      return Promise.reject(new RealtimeError('conflict', 'This client id is in use with another body.'));
    const sent = request(to, cid, frame).then((stored) => ({ ...stored, cid }));
    sends.set(cid, { frame, sent });
    const forget = (): void => void sends.delete(cid);
    sent.then(forget, forget);
    return sent;
  }

  function request(to: string, name: string, frame: string): Promise<Stored> {
    // The server would close the socket because of this frame, and again at every repeat.
    if (new TextEncoder().encode(frame).length > maxFrameBytes) {
      return Promise.reject(new RealtimeError('too_large', `A frame has at most ${maxFrameBytes} bytes.`));
    }
    return lanes.add(to, name, frame);
  }

  return {
    send,
    act: (frame) => request(frame.to, frame.id, encodeFrame(frame)),
    handleAck: ({ to, cid, id, seq, time }) => {
      if (lanes.underWay(to) === (cid ?? id)) lanes.answer(to, { id, seq, time });
    },
    refuse: (to, name, error) => {
      if (lanes.underWay(to) === name) lanes.refuse(to, error);
    },
    resume: lanes.resume,
    pause: lanes.pause,
    close: lanes.close,
  };
}
