import type { realtime } from '@kith/contract';
import { connectRealtime, type Realtime, type RealtimeOptions } from '@kith/sdk';
import { WebSocket } from 'ws';
import type { Person } from '../harness/kith.js';

/** A member's view of one message after all its changes. */
export interface ShownMessage {
  readonly from: number;
  readonly content: realtime.Content;
  readonly isGone: boolean;
  /** The number of reactions by emoji. */
  readonly reactions: Readonly<Record<string, number>>;
}

/** A conversation as a client stores it, by seq. */
export type Shown = Map<number, ShownMessage>;

/** Everything that a client has to implement: each entry, in order, changes the view. */
export function apply(shown: Shown, entry: realtime.Entry): void {
  const { seq, kind, content, from } = entry;
  if (kind === 'message') {
    const reactions = Object.fromEntries((entry.reactions ?? []).map(({ emoji, count }) => [emoji, count]));
    shown.set(seq, { from, content, isGone: entry.recalled === true, reactions });
  }
  if (kind !== 'edit' && kind !== 'recall' && kind !== 'reaction') return;
  const target = shown.get(content['target'] as number);
  if (!target) throw new Error(`Entry ${seq} changes what was never shown: ${JSON.stringify(content)}`);
  if (kind === 'recall')
    shown.set(content['target'] as number, { ...target, content: {}, isGone: true, reactions: {} });
  else if (target.isGone) return;
  else if (kind === 'reaction') {
    const { emoji, count } = content as realtime.ReactionContent;
    const { [emoji]: _, ...others } = target.reactions;
    const reactions = count === 0 ? others : { ...others, [emoji]: count };
    shown.set(content['target'] as number, { ...target, reactions });
  } else
    shown.set(content['target'] as number, { ...target, content: content['content'] as realtime.Content });
}

/** An SDK client with a connection that can be cut, and its view of one conversation. */
export interface Device {
  readonly person: Person;
  readonly realtime: Realtime;
  readonly shown: Shown;
  /** The seqs of the received entries, in order of arrival. */
  readonly told: number[];
  readonly reads: { userId: number; seq: number }[];
  readonly errors: string[];
  /** Breaks the connection without a close frame. */
  cut(): void;
}

/** Connects an account with the SDK, which follows one conversation from its beginning. */
export function connectDevice(person: Person, to: string, options: Partial<RealtimeOptions> = {}): Device {
  const wires: WebSocket[] = [];
  class Wire extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { perMessageDeflate: false });
      wires.push(this);
    }
  }
  const shown: Shown = new Map();
  const told: number[] = [];
  const reads: { userId: number; seq: number }[] = [];
  const errors: string[] = [];
  const realtime = connectRealtime({
    url: `${person.url.replace('http', 'ws')}/ws`,
    token: person.token,
    WebSocket: Wire,
    // Quick, but with a pause between attempts while the server is away.
    random: () => 0.02,
    onEntry: (list, entry) => {
      if (list !== to) return;
      told.push(entry.seq);
      apply(shown, entry);
    },
    onRead: (read) => {
      if (read.to === to) reads.push({ userId: read.user_id, seq: read.seq });
    },
    onError: (error) => errors.push(error.code),
    ...options,
  });
  realtime.track(to, 0);
  return { person, realtime, shown, told, reads, errors, cut: () => wires.at(-1)?.terminate() };
}
