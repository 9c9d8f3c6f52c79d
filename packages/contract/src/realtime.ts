import { Type, type Static } from 'typebox';
import { described } from './described.js';
import { MAX_INTEGER } from './integer.js';

/**
 * The realtime protocol `kith.v1`: JSON text frames over a WebSocket. Each frame is an object, and its `t` names the
 * frame type. Both sides ignore unknown members; a client also ignores frames with an unknown `t`. Times are
 * milliseconds since the Unix epoch. The server processes the requests of a socket in order, `hello` first; only the
 * response to a `send` may arrive out of order, because it waits for the commit of its message.
 */

/** The WebSocket sub-protocol that selects this protocol. */
export const SUBPROTOCOL = 'kith.v1';

/** The maximum size of a frame in either direction, in bytes of UTF-8. */
export const MAX_FRAME_BYTES = 65_536;

/** The codes with which the server closes a socket. */
export const CloseCode = {
  /** The token is invalid or revoked. Do not retry with the same token. */
  refused: 4001,
  /** The client read too slowly. It may reconnect and resume. */
  tooSlow: 4008,
  /** The client sent more frames than `ready.limits` allows. It may reconnect after a pause. */
  tooManyFrames: 4009,
  /**
   * The account has too many sockets, or the network address has too many that have not signed in; the server closes the
   * oldest. Wait before you reconnect.
   */
  tooManySockets: 4010,
  /**
   * The server restarts. The close reason is a decimal number of milliseconds; reconnect after a random
   * fraction of it, so that clients do not all return at once.
   */
  restart: 1012,
  /** The client sent a frame larger than `MAX_FRAME_BYTES`. */
  tooLarge: 1009,
} as const;

/** One of the numbers in `CloseCode`. */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** A conversation id: 32 lower-case hexadecimal digits, the `list_id` of the Chat API. */
export const ListId = Type.String({ pattern: '^[0-9a-f]{32}$' });

/** An entry id: 24 lower-case hexadecimal digits. */
export const EntryId = Type.String({ pattern: '^[0-9a-f]{24}$' });

/** A UUID that the client chooses before it first sends a message and reuses for every retry. */
export const ClientId = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});

/** The sequence number of an entry in its conversation: 1, 2, 3 … without gaps, in the same order for every member. */
export const Seq = Type.Integer({ minimum: 1, maximum: MAX_INTEGER });

/** A position in a conversation: the seq of an entry, or 0 for the position before the first entry. */
export const SeqOrStart = Type.Integer({ minimum: 0, maximum: MAX_INTEGER });

/** An account id. */
export const UserId = Type.Integer({ minimum: 1 });

/** The content of an entry. The content type determines the shape of a message's content (Chat API, "Message objects"). */
export const Content = Type.Record(Type.String(), Type.Unknown());
export type Content = Static<typeof Content>;

const Milliseconds = Type.Integer({ minimum: 0 });

/**
 * A position in the account's event stream. Positions are 1, 2, 3 … without gaps while the epoch stays the same. The
 * epoch is opaque: a client only compares it for equality.
 */
export const Cursor = Type.Object({ epoch: Type.String(), position: Type.Integer({ minimum: 0 }) });
export type Cursor = Static<typeof Cursor>;

/**
 * The kind of an entry. The content of a `recall` is `{target, reason}`: the seq of the message that it
 * empties, and `recall` (the author or an admin recalled it) or `burn` (the recipient read a burn-after-read message).
 * The content of an `edit` is `{target, content}`: the seq of the message and its new content; recalling the message
 * also empties its edits. The content of a `member` entry is `{event, users, count}`: the group event (`created`,
 * `invited`, `joined`, `removed`, `left`, `owner_changed`, `admins_added`, `admins_removed`, `muted`, `unmuted`), the
 * first hundred affected users, and the number of all affected users.
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

/** One element of a conversation's stream. Every change that members see is an entry. */
export const Entry = Type.Object({
  seq: Seq,
  id: EntryId,
  kind: EntryKind,
  type: described(
    Type.Integer({ minimum: 0 }),
    'The content type of the Chat API; 0 for entries that are not messages.',
  ),
  from: described(
    Type.Integer({ minimum: 0 }),
    "The author's account id; 0 for system entries, and for anonymous entries except in frames to their " +
      'author.',
  ),
  alias: described(
    Type.Optional(Type.String()),
    'The display name of the author of an anonymous entry; absent otherwise.',
  ),
  time: Milliseconds,
  content: Content,
  cid: described(Type.Optional(ClientId), 'The client id that the sender chose.'),
  reply_to: described(Type.Optional(Seq), 'The seq of the message that this message replies to.'),
  recalled: described(
    Type.Optional(Type.Literal(true)),
    'Present when a later `recall` entry emptied this message; `content` is `{}`.',
  ),
  withheld: described(
    Type.Optional(Type.Literal(true)),
    'Present when a stranger wrote the entry and the reader has not unlocked it; `content` is `{}`.',
  ),
});
export type Entry = Static<typeof Entry>;

// Client to server.

/**
 * The client's first frame. `cursor` and `conversations` (the last known seq of each) state what the client already
 * has. The server replies with `ready`, then sends the missed entries and events, then live frames. It silently skips
 * conversations that the account may not read. It answers an invalid token with `error` and close code 4001.
 */
export const Hello = Type.Object({
  t: Type.Literal('hello'),
  token: Type.String(),
  cursor: Type.Optional(Cursor),
  conversations: Type.Optional(Type.Record(ListId, SeqOrStart)),
});
export type Hello = Static<typeof Hello>;

/**
 * Sends a message to a conversation; the server answers with `ack` or `nack`. The pair (sender, `cid`) is unique
 * forever: a retry on any socket receives the first `ack`, and the server refuses the same `cid` with a different body
 * with `conflict`.
 */
export const Send = Type.Object({
  t: Type.Literal('send'),
  cid: ClientId,
  to: ListId,
  type: Type.Integer({ minimum: 0 }),
  content: Content,
  reply_to: described(Type.Optional(Seq), 'The seq of the message that this message replies to.'),
});
export type Send = Static<typeof Send>;

const syncMembers = {
  t: Type.Literal('sync'),
  to: ListId,
  limit: described(Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), 'Default 50.'),
};

/**
 * Requests part of a conversation: the first entries above `after`, or the last entries below
 * `before`. The server answers with exactly one `entries` frame, or with a `nack` that carries only `to`.
 */
export const Sync = Type.Union([
  Type.Object({ ...syncMembers, after: SeqOrStart }),
  Type.Object({ ...syncMembers, before: Seq }),
]);
export type Sync = Static<typeof Sync>;

/** Replaces the content of a message; the server answers with `ack` or `nack`. A repeat is safe. */
export const Edit = Type.Object({ t: Type.Literal('edit'), to: ListId, id: EntryId, content: Content });
export type Edit = Static<typeof Edit>;

/** Empties a message for all members; the server answers with `ack` or `nack`. A repeat is safe. */
export const Recall = Type.Object({ t: Type.Literal('recall'), to: ListId, id: EntryId });
export type Recall = Static<typeof Recall>;

/**
 * Adds or removes an emoji reaction; the server answers with `ack` or `nack`. A repeat is safe. A server without support
 * for reactions refuses it with `invalid`.
 */
export const React = Type.Object({
  t: Type.Literal('react'),
  to: ListId,
  id: EntryId,
  emoji: Type.String({ minLength: 1, maxLength: 32 }),
  on: Type.Boolean(),
});
export type React = Static<typeof React>;

/** Marks everything up to `seq` as read. The server does not answer; a read position never decreases. */
export const Read = Type.Object({ t: Type.Literal('read'), to: ListId, seq: Seq });
export type Read = Static<typeof Read>;

/** Reports that the user started or stopped typing. The server does not answer. */
export const Typing = Type.Object({ t: Type.Literal('typing'), to: ListId, on: Type.Boolean() });
export type Typing = Static<typeof Typing>;

/**
 * Replaces the list of users whose presence this socket receives; an empty list ends it. The server answers with one
 * `presence` frame that names all of them, then sends one after each change. A socket receives at most one `presence`
 * frame a second, so the answer may arrive after the answers of later requests, and one frame may answer several
 * `watch` frames.
 */
export const Watch = Type.Object({ t: Type.Literal('watch'), users: Type.Array(UserId, { maxItems: 200 }) });
export type Watch = Static<typeof Watch>;

/** Requests a `pong`; a client sends a ping at least every `ready.heartbeat_ms`. */
export const Ping = Type.Object({ t: Type.Literal('ping') });
export type Ping = Static<typeof Ping>;

/** Any frame that a client sends. */
export const ClientFrame = Type.Union([Hello, Send, Sync, Edit, Recall, React, Read, Typing, Watch, Ping]);
export type ClientFrame = Static<typeof ClientFrame>;

// Server to client. A name ends in `Frame` where a client frame already has the plain name.

/** The limits of one socket. */
export const Limits = Type.Object({
  frame_bytes: described(
    Type.Integer({ minimum: 1 }),
    'The server closes the socket with 1009 when a frame is larger.',
  ),
  frames_per_second: described(
    Type.Integer({ minimum: 1 }),
    "Sustained rate, with a burst of one second's worth. The server closes the socket with 4009 above it.",
  ),
});
export type Limits = Static<typeof Limits>;

/**
 * The response to `hello`. `cursor` is the head of the account's event stream. If its epoch equals the epoch in
 * `hello`, the events above the client's position follow as `event` frames. If the epochs differ, the client's
 * position and seqs are no longer valid: the server replays nothing, and the client reloads its state.
 * Missed entries of the conversations in `hello` follow as `entries` frames before any live frame: at most one frame
 * per conversation, none if nothing was missed, and `more: true` if the client must continue with `sync`. The server
 * announces a conversation that started in the meantime with an `event`.
 */
export const Ready = Type.Object({
  t: Type.Literal('ready'),
  user_id: UserId,
  session: Type.String(),
  cursor: Cursor,
  heartbeat_ms: described(
    Type.Integer({ minimum: 1 }),
    'If no frame, not even a `pong`, arrives for twice this time, the socket is dead.',
  ),
  limits: Limits,
});
export type Ready = Static<typeof Ready>;

/**
 * The server accepted a request; sent after the transaction that stores its entry has committed. For a
 * `send`, `cid` is present and the other members describe the stored message. For an `edit`, `recall` or
 * `react`, `cid` is absent, `id` is the id from the request, and `seq` and `time` are those of the entry
 * that records the action.
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
 * The server refused a request. The frame repeats the members that identify the request, as the client sent
 * them: `to` and `cid` of a `send`; `to` and `id` of an `edit`, `recall` or `react`; only `to` of a `sync`.
 */
export const Nack = Type.Object({
  t: Type.Literal('nack'),
  to: Type.String(),
  cid: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
  code: described(Type.String(), 'An error code.'),
  message: Type.String(),
  retry_ms: described(
    Type.Optional(Milliseconds),
    'Present when a retry of the same request may succeed after this delay, in milliseconds.',
  ),
});
export type Nack = Static<typeof Nack>;

/**
 * A new entry, sent to every member, including the sender's other devices and the sending socket. Delivery is at least
 * once: a client deduplicates entries by (`to`, `seq`).
 */
export const EntryFrame = Type.Object({ t: Type.Literal('entry'), to: ListId, e: Entry });
export type EntryFrame = Static<typeof EntryFrame>;

/**
 * Part of a conversation, in ascending order of seq. `more` is true if further entries exist in the requested
 * direction; the frame holds fewer entries than requested if more would not fit. This account can no longer read the
 * seqs that are missing between the entries.
 */
export const EntriesFrame = Type.Object({
  t: Type.Literal('entries'),
  to: ListId,
  entries: Type.Array(Entry),
  more: Type.Boolean(),
});
export type EntriesFrame = Static<typeof EntriesFrame>;

/**
 * A member has read everything up to `seq`. The server sends it to the reader's sockets and, in a single conversation, to
 * the other person.
 */
export const ReadFrame = Type.Object({ t: Type.Literal('read'), to: ListId, user_id: UserId, seq: Seq });
export type ReadFrame = Static<typeof ReadFrame>;

/** A member started or stopped typing. */
export const TypingFrame = Type.Object({
  t: Type.Literal('typing'),
  to: ListId,
  user_id: UserId,
  on: Type.Boolean(),
});
export type TypingFrame = Static<typeof TypingFrame>;

/** Whether a user is online, and when the user was last online. */
export const UserPresence = Type.Object({
  user_id: UserId,
  online: described(
    Type.Boolean(),
    'Whether the user has a socket. Also false if the user does not exist, may not be seen or hides ' +
      'presence, and always for a client whose own presence is hidden.',
  ),
  last_seen: described(Milliseconds, 'Milliseconds; 0 if unknown or hidden.'),
});
export type UserPresence = Static<typeof UserPresence>;

/**
 * The presence of watched users: all of them as the answer to `watch`, then those that changed. A user who reconnects
 * within two seconds stays online.
 */
export const PresenceFrame = Type.Object({ t: Type.Literal('presence'), users: Type.Array(UserPresence) });
export type PresenceFrame = Static<typeof PresenceFrame>;

/** An event of the account's event stream: friend request, contact change, conversation list change, reaction to a moment, plan change … */
export const EventFrame = Type.Object({
  t: Type.Literal('event'),
  position: Type.Integer({ minimum: 1 }),
  type: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
});
export type EventFrame = Static<typeof EventFrame>;

/**
 * The server dropped live `entry` frames because the socket was too slow. `conversations` has the last seq of each
 * affected conversation; the client fetches the missing entries with `sync`.
 */
export const Behind = Type.Object({ t: Type.Literal('behind'), conversations: Type.Record(ListId, Seq) });
export type Behind = Static<typeof Behind>;

/** An error that the server cannot attribute to a request with an id. */
export const ErrorFrame = Type.Object({
  t: Type.Literal('error'),
  code: Type.String(),
  message: Type.String(),
});
export type ErrorFrame = Static<typeof ErrorFrame>;

/** The response to `ping`. */
export const Pong = Type.Object({ t: Type.Literal('pong') });
export type Pong = Static<typeof Pong>;

/** Any frame that the server sends. */
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
