import type { DialectName, Seat } from '../task.js';

/** One connected member of a room. */
export interface Client {
  /** Sends a text to the room; it arrives unchanged at the other members. */
  send(text: string): void;
  /** Reads the 50 messages before a position; resolves when they have arrived. */
  page?(before: number): Promise<void>;
  typing?(): void;
  /** What the protocol demands of an idle client. */
  keepAlive?(): void;
  close(): void;
}

/** The position after every message. */
export const NEWEST = 2 ** 52;

/** The events of all clients. A task replaces the functions. */
export interface Ears {
  /** A message of another member has arrived. */
  heard(room: number, member: number, text: string): void;
  /** The server has acknowledged a message; `text` is what was sent. */
  acked(text: string): void;
  /** A client was refused or disconnected: the measurement is void. */
  failed(error: Error): void;
}

/** A seat and its place. */
export interface Place {
  readonly port: number;
  readonly seat: Seat;
  readonly room: number;
  readonly member: number;
  /** All members of the room. */
  readonly others: readonly Seat[];
}

/** Connects a client; resolves when it can send and receive. */
export type Join = (place: Place, ears: Ears) => Promise<Client>;

export type Dialects = Readonly<Record<DialectName, Join>>;

/** The text between two marks, without a parser: one look at each frame. */
export function between(frame: string, before: string, after: string): string {
  const start = frame.indexOf(before) + before.length;
  return frame.slice(start, frame.indexOf(after, start));
}

/** A promise, and the function that resolves it. */
export function makeSignal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
