import { Type, type Static } from 'typebox';

/**
 * The realtime protocol `kith.v1`: JSON text frames over a WebSocket, each an object whose `t` names
 * it. Members that a reader does not know are ignored, and so are frames from the server whose `t` it
 * does not know. Times are milliseconds since 1970. Within a socket the server answers in the order
 * of the questions, the `hello` first; only a `send` is answered whenever its message is committed.
 */

/** The WebSocket sub-protocol that a client asks for to speak this protocol. */
export const SUBPROTOCOL = 'kith.v1';

/** The largest frame, in bytes of UTF-8, that either side sends. */
export const MAX_FRAME_BYTES = 65_536;

/** Why the server closes a socket. */
export const CloseCode = {
  /** The token was refused or revoked; trying again with the same token is useless. */
  refused: 4001,
  /** The client read too slowly; it may reconnect and resume. */
  tooSlow: 4008,
  /** The client sent more frames than `ready.limits` allows; it may reconnect after a pause. */
  tooManyFrames: 4009,
  /** The account, or the address of a socket without one, has too many, and this was the oldest; wait before you reconnect. */
  tooManySockets: 4010,
  /**
   * The server restarts. The close reason is a decimal number of milliseconds; a client reconnects
   * after a random part of it, so that not all come back at once.
   */
  restart: 1012,
  /** A frame was larger than `MAX_FRAME_BYTES`. */
  tooLarge: 1009,
} as const;

/** The number of one of the reasons in `CloseCode`. */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** Names a conversation: 32 lower-case hexadecimal digits, the `list_id` of the Chat API. */
export const ListId = Type.String({ pattern: '^[0-9a-f]{32}$' });

/** Names an entry: 24 lower-case hexadecimal digits. */
export const EntryId = Type.String({ pattern: '^[0-9a-f]{24}$' });

/** A UUID that the client chooses for a message before it first sends it, and keeps for every repeat. */
export const ClientId = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});

const MAX_SEQ = 2_147_483_647;

/** The number of an entry within its conversation: 1, 2, 3 … without a hole, in the same order for every member. */
export const Seq = Type.Integer({ minimum: 1, maximum: MAX_SEQ });

/** A place in a conversation: the number of an entry, or 0 for the place before the first. */
export const SeqOrStart = Type.Integer({ minimum: 0, maximum: MAX_SEQ });

/** The number of an account. */
export const UserId = Type.Integer({ minimum: 1 });

/** What an entry carries. For a message its shape follows from the content type (Chat API, "Message objects"). */
export const Content = Type.Record(Type.String(), Type.Unknown());
export type Content = Static<typeof Content>;

const Milliseconds = Type.Integer({ minimum: 0 });

/**
 * A place in the account's own stream of events. Positions are 1, 2, 3 … without a hole for as long
 * as the epoch stays the same. A client compares epochs and reads nothing else from them.
 */
export const Cursor = Type.Object({ epoch: Type.String(), position: Type.Integer({ minimum: 0 }) });
export type Cursor = Static<typeof Cursor>;

/**
 * What an entry is. A `recall` has the content `{target, reason}`: the seq of the message that it
 * empties, and `recall` (its author or an admin took it back) or `burn` (it was to vanish once read).
 * An `edit` has the content `{target, content}`: the seq of the message and what it holds from then on;
 * it is emptied together with its message. A `member` has the content `{event, users, count}`: what
 * happened in the group (`created`, `invited`, `joined`, `removed`, `left`, `owner_changed`,
 * `admins_added`, `admins_removed`, `muted`, `unmuted`), to whom (the first hundred) and to how many.
 */
export const EntryKind = Type.Union([
  Type.Literal('message'),
  Type.Literal('system'),
  Type.Literal('recall'),
  Type.Literal('edit'),
  Type.Literal('reaction'),
  Type.Literal('member'),
]);
export type EntryKind = Static<typeof EntryKind>;

/** The content of an entry of kind `recall`. */
export const RecallContent = Type.Object({
  target: Seq,
  reason: Type.Union([Type.Literal('recall'), Type.Literal('burn')]),
});
export type RecallContent = Static<typeof RecallContent>;

/** The content of an entry of kind `edit`. */
export const EditContent = Type.Object({ target: Seq, content: Content });
export type EditContent = Static<typeof EditContent>;

/** One element of a conversation's stream. Everything that changes what a member sees is an entry. */
export const Entry = Type.Object({
  seq: Seq,
  id: EntryId,
  kind: EntryKind,
  /** Content type of the Chat API; 0 for everything that is not a message. */
  type: Type.Integer({ minimum: 0 }),
  /** Who wrote it; 0 for the system, and for an anonymous entry to everybody but its writer. */
  from: Type.Integer({ minimum: 0 }),
  /** Present when it was written anonymously: the name that is shown. */
  alias: Type.Optional(Type.String()),
  time: Milliseconds,
  content: Content,
  /** The client id that its sender chose. */
  cid: Type.Optional(ClientId),
  /** The seq of the message that this one answers. */
  reply_to: Type.Optional(Seq),
  /** Present when a later `recall` entry emptied this message; `content` is then `{}`. */
  recalled: Type.Optional(Type.Literal(true)),
  /** A stranger wrote it, and the reader has not unlocked it: the content is empty. */
  withheld: Type.Optional(Type.Literal(true)),
});
export type Entry = Static<typeof Entry>;

// Client to server.

/**
 * The first frame of a client. `cursor` and `conversations` (the last seq known of each) say what it
 * has already; the server answers `ready`, then sends what was missed, then live frames. A
 * conversation that the account may not read is passed over in silence. A refused token is answered
 * with `error` and close code 4001.
 */
export const Hello = Type.Object({
  t: Type.Literal('hello'),
  token: Type.String(),
  cursor: Type.Optional(Cursor),
  conversations: Type.Optional(Type.Record(ListId, SeqOrStart)),
});
export type Hello = Static<typeof Hello>;

/**
 * Puts a message into a conversation; answered with `ack` or `nack`. (sender, `cid`) is unique for
 * ever: a repeat gets the first ack, on any socket; the same `cid` with another body is refused with
 * `conflict`.
 */
export const Send = Type.Object({
  t: Type.Literal('send'),
  cid: ClientId,
  to: ListId,
  type: Type.Integer({ minimum: 0 }),
  content: Content,
  /** The seq of the message that this one answers. */
  reply_to: Type.Optional(Seq),
});
export type Send = Static<typeof Send>;

const syncMembers = {
  t: Type.Literal('sync'),
  to: ListId,
  /** 50 when absent. */
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
};

/**
 * Asks for a part of a conversation: the first entries above `after`, or the last ones below
 * `before`. Answered with exactly one `entries` frame, or with a `nack` that carries `to` alone.
 */
export const Sync = Type.Union([
  Type.Object({ ...syncMembers, after: SeqOrStart }),
  Type.Object({ ...syncMembers, before: Seq }),
]);
export type Sync = Static<typeof Sync>;

/** Replaces the content of a message; answered with `ack` or `nack`. A repeat is harmless. */
export const Edit = Type.Object({ t: Type.Literal('edit'), to: ListId, id: EntryId, content: Content });
export type Edit = Static<typeof Edit>;

/** Empties a message for everyone; answered with `ack` or `nack`. A repeat is harmless. */
export const Recall = Type.Object({ t: Type.Literal('recall'), to: ListId, id: EntryId });
export type Recall = Static<typeof Recall>;

/** Adds an emoji to a message or takes it away; answered with `ack` or `nack`. A repeat is harmless. */
export const React = Type.Object({
  t: Type.Literal('react'),
  to: ListId,
  id: EntryId,
  emoji: Type.String({ minLength: 1, maxLength: 32 }),
  on: Type.Boolean(),
});
export type React = Static<typeof React>;

/** Says that everything up to `seq` was read. Not answered; a read position only grows. */
export const Read = Type.Object({ t: Type.Literal('read'), to: ListId, seq: Seq });
export type Read = Static<typeof Read>;

/** Says that the user began or stopped typing. Not answered. */
export const Typing = Type.Object({ t: Type.Literal('typing'), to: ListId, on: Type.Boolean() });
export type Typing = Static<typeof Typing>;

/** Names the people whose presence this socket wants to hear of, instead of those named before. Answered with `presence` of those that are known. */
export const Watch = Type.Object({ t: Type.Literal('watch'), users: Type.Array(UserId, { maxItems: 200 }) });
export type Watch = Static<typeof Watch>;

/** Asks for a `pong`; a client sends one at least every `ready.heartbeat_ms`. */
export const Ping = Type.Object({ t: Type.Literal('ping') });
export type Ping = Static<typeof Ping>;

/** Every frame that a client sends. */
export const ClientFrame = Type.Union([Hello, Send, Sync, Edit, Recall, React, Read, Typing, Watch, Ping]);
export type ClientFrame = Static<typeof ClientFrame>;

// Server to client. Names that the client's side has taken already end in `Frame`.

/** What the server allows one socket. */
export const Limits = Type.Object({
  /** Above it the socket is closed with 1009. */
  frame_bytes: Type.Integer({ minimum: 1 }),
  /** Sustained rate; a burst of one second's worth is allowed. Above it the socket is closed with 4009. */
  frames_per_second: Type.Integer({ minimum: 1 }),
});
export type Limits = Static<typeof Limits>;

/**
 * The answer to `hello`. `cursor` is the head of the account's stream. When its epoch is the one in
 * `hello`, the events above the client's position follow as `event` frames; when it is another one,
 * the account's events and the known seqs lead nowhere any more, nothing of them follows, and the client
 * reads its state anew.
 * What was missed in the conversations that `hello` named follows as `entries` frames before any live
 * frame: at most one for each conversation, none where nothing was missed, `more: true` meaning that
 * the client asks on with `sync`. A conversation that began meanwhile is told by an `event`.
 */
export const Ready = Type.Object({
  t: Type.Literal('ready'),
  user_id: UserId,
  session: Type.String(),
  cursor: Cursor,
  /** When nothing, not even a `pong`, arrives for twice this long, the socket is dead. */
  heartbeat_ms: Type.Integer({ minimum: 1 }),
  limits: Limits,
});
export type Ready = Static<typeof Ready>;

/**
 * A request was carried out; sent after the commit of the transaction that holds its entry. For a
 * `send`, `cid` is present and the rest is the stored message. For an `edit`, `recall` or `react`,
 * `cid` is absent, `id` repeats the message that was named, and `seq` and `time` are those of the
 * entry that records the action.
 */
export const Ack = Type.Object({
  t: Type.Literal('ack'),
  to: ListId,
  id: EntryId,
  seq: Seq,
  time: Milliseconds,
  cid: Type.Optional(ClientId),
});
export type Ack = Static<typeof Ack>;

/**
 * A request was refused. It carries what names the request, as the client wrote it: `to` and `cid`
 * of a `send`; `to` and `id` of an `edit`, `recall` or `react`; `to` alone of a `sync`.
 */
export const Nack = Type.Object({
  t: Type.Literal('nack'),
  to: Type.String(),
  cid: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
  /** A name of the error registry. */
  code: Type.String(),
  message: Type.String(),
  /** Present when the same request may succeed after so many milliseconds. */
  retry_ms: Type.Optional(Milliseconds),
});
export type Nack = Static<typeof Nack>;

/** A new entry. Goes to every member, to the sender's other devices and to the sending socket too; at least once, so a client shows an entry once by (`to`, `seq`). */
export const EntryFrame = Type.Object({ t: Type.Literal('entry'), to: ListId, e: Entry });
export type EntryFrame = Static<typeof EntryFrame>;

/**
 * A part of a conversation, ascending by seq. `more` means that there is more in the direction of the
 * question; an answer has fewer entries than were asked for when more would not fit into the frame. What
 * an answer leaves out between its entries cannot be read by this account any more.
 */
export const EntriesFrame = Type.Object({
  t: Type.Literal('entries'),
  to: ListId,
  entries: Type.Array(Entry),
  more: Type.Boolean(),
});
export type EntriesFrame = Static<typeof EntriesFrame>;

/** A member has read everything up to `seq`. Goes to the reader's own sockets too; in a group to those alone. */
export const ReadFrame = Type.Object({ t: Type.Literal('read'), to: ListId, user_id: UserId, seq: Seq });
export type ReadFrame = Static<typeof ReadFrame>;

/** A member began or stopped typing. */
export const TypingFrame = Type.Object({
  t: Type.Literal('typing'),
  to: ListId,
  user_id: UserId,
  on: Type.Boolean(),
});
export type TypingFrame = Static<typeof TypingFrame>;

/** Whether someone is online, and when he was last. */
export const UserPresence = Type.Object({
  user_id: UserId,
  online: Type.Boolean(),
  /** Milliseconds; 0 when it is not known or not shown. */
  last_seen: Milliseconds,
});
export type UserPresence = Static<typeof UserPresence>;

/** The presence of watched people, at first and whenever it changes. */
export const PresenceFrame = Type.Object({ t: Type.Literal('presence'), users: Type.Array(UserPresence) });
export type PresenceFrame = Static<typeof PresenceFrame>;

/** An event of the account's own stream: friend request, contact change, conversation list change, reaction to a moment, another plan … */
export const EventFrame = Type.Object({
  t: Type.Literal('event'),
  position: Type.Integer({ minimum: 1 }),
  type: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
});
export type EventFrame = Static<typeof EventFrame>;

/** Live `entry` frames were dropped because the socket was too slow; names the last seq of each conversation that lacks some. Fetch them with `sync`. */
export const Behind = Type.Object({ t: Type.Literal('behind'), conversations: Type.Record(ListId, Seq) });
export type Behind = Static<typeof Behind>;

/** Something went wrong that belongs to no request that could be named. */
export const ErrorFrame = Type.Object({
  t: Type.Literal('error'),
  code: Type.String(),
  message: Type.String(),
});
export type ErrorFrame = Static<typeof ErrorFrame>;

/** The answer to `ping`. */
export const Pong = Type.Object({ t: Type.Literal('pong') });
export type Pong = Static<typeof Pong>;

/** Every frame that the server sends. */
export const ServerFrame = Type.Union([
  Ready,
  Ack,
  Nack,
  EntryFrame,
  EntriesFrame,
  ReadFrame,
  TypingFrame,
  PresenceFrame,
  EventFrame,
  Behind,
  ErrorFrame,
  Pong,
]);
export type ServerFrame = Static<typeof ServerFrame>;
