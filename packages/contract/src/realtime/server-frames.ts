import { Type, type Static } from 'typebox';
import { described } from '../described.js';
import {
  ClientId,
  Cursor,
  Entry,
  EntryId,
  EntryKind,
  ListId,
  LiveCall,
  Milliseconds,
  Seq,
  SeqOrStart,
  UserId,
  Content,
  SignalKind,
} from './shapes.js';

// A name ends in `Frame` where a client frame already has the plain name.

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
  time: described(Milliseconds, "The server's time, for a client whose clock may be wrong."),
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
 * them: `to` and `cid` of a `send`; `to` and `id` of an `edit`, `recall`, `react` or `pin`; only `to` of a
 * `sync`; only `cid` of a `list`, `pins`, `reactors`, `search`, `draft`, `signal` or `turn`.
 */
export const Nack = Type.Object({
  t: Type.Literal('nack'),
  to: Type.Optional(Type.String()),
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

/** The newest entry of a conversation that the reader sees, in short. */
export const Preview = Type.Object({
  seq: Seq,
  id: EntryId,
  kind: EntryKind,
  type: Type.Integer({ minimum: 0 }),
  from: Type.Integer({ minimum: 0 }),
  alias: Type.Optional(Type.String()),
  time: Milliseconds,
  text: described(Type.String(), 'The first hundred characters of a text; empty for everything else.'),
  event: described(Type.Optional(Type.String()), 'For a `system` or `member` entry: its event.'),
  on: described(Type.Optional(Type.Boolean()), 'For the event of a switch: its new state.'),
  count: described(
    Type.Optional(Type.Integer({ minimum: 0 })),
    'For a `member` entry: how many it concerns.',
  ),
  users: described(
    Type.Optional(Type.Array(UserId, { maxItems: 3 })),
    'For a `member` entry: the first of those whom it concerns.',
  ),
  name: described(
    Type.Optional(Type.String()),
    'In groups, of a `list` or a `search`: the name of `from`, as lists of members show it to the reader.',
  ),
  recalled: Type.Optional(Type.Literal(true)),
  withheld: Type.Optional(Type.Literal(true)),
});
export type Preview = Static<typeof Preview>;

/** A row of the conversation list. */
export const ListedConversation = Type.Object({
  to: ListId,
  kind: Type.Union([Type.Literal('single'), Type.Literal('group'), Type.Literal('support')]),
  name: described(Type.String(), 'The name of a group; empty for others.'),
  peer: described(
    Type.Optional(
      Type.Object({ user_id: UserId, nickname: Type.String(), remark: Type.String(), avatar: Type.String() }),
    ),
    'The other person of a single conversation. `avatar` is the name of the picture, or empty.',
  ),
  seq: described(SeqOrStart, 'The last entry of the stream.'),
  read: described(SeqOrStart, 'The read position of the reader.'),
  time: described(Milliseconds, 'When the last entry of the stream was stored.'),
  unread: Type.Integer({ minimum: 0 }),
  mentions: described(Type.Integer({ minimum: 0 }), 'Unread messages that mention the reader.'),
  pinned: Type.Boolean(),
  silent: described(Type.Boolean(), 'The reader has switched its sound off.'),
  archived: Type.Optional(Type.Literal(true)),
  stranger: described(
    Type.Optional(Type.Literal(true)),
    'A stranger wrote first; the reader has neither answered nor used a key.',
  ),
  draft: described(
    Type.Optional(Type.Object({ text: Type.String(), time: Milliseconds })),
    'What the reader has begun to write.',
  ),
  last: Type.Optional(Preview),
});
export type ListedConversation = Static<typeof ListedConversation>;

/** A page of the conversation list: at most as many rows as requested, and as fit into a frame. */
export const ListFrame = Type.Object({
  t: Type.Literal('list'),
  cid: ClientId,
  conversations: Type.Array(ListedConversation),
  next: described(Type.Optional(Type.String()), 'The cursor of the next page; absent on the last one.'),
  unread: described(
    Type.Optional(Type.Integer({ minimum: 0 })),
    'Without `after`: the unread messages of all conversations of `main` that are not silent.',
  ),
});
export type ListFrame = Static<typeof ListFrame>;

/** The pinned messages of a conversation that the reader can see, the last pinned first. */
export const PinsFrame = Type.Object({
  t: Type.Literal('pins'),
  cid: ClientId,
  to: ListId,
  pinned: Type.Array(Preview),
});
export type PinsFrame = Static<typeof PinsFrame>;

/** An account that reacts to a message. */
export const Reactor = Type.Object({
  emoji: Type.String(),
  user_id: described(
    Type.Integer({ minimum: 0 }),
    '0 for an anonymous member of a group, except for the member.',
  ),
  alias: described(Type.Optional(Type.String()), 'The display name of an anonymous member.'),
});
export type Reactor = Static<typeof Reactor>;

/** Who reacts to a message, the latest first: at most 200. */
export const ReactorsFrame = Type.Object({
  t: Type.Literal('reactors'),
  cid: ClientId,
  to: ListId,
  id: EntryId,
  reactors: Type.Array(Reactor),
});
export type ReactorsFrame = Static<typeof ReactorsFrame>;

/** A message that a search has found; `text` is the part of its text or name with what was looked for. */
export const FoundMessage = Type.Object({ ...Preview.properties, to: ListId });
export type FoundMessage = Static<typeof FoundMessage>;

/** A page of a search in messages, the latest first. */
export const SearchFrame = Type.Object({
  t: Type.Literal('search'),
  cid: ClientId,
  found: Type.Array(FoundMessage),
  conversations: described(
    Type.Array(Type.Pick(ListedConversation, ['to', 'kind', 'name', 'peer'])),
    'Those of the messages, each once.',
  ),
  next: described(Type.Optional(Type.String()), 'The cursor of the next page; absent on the last one.'),
});
export type SearchFrame = Static<typeof SearchFrame>;

/** The draft of the user in a conversation; an empty `text` if there is none. */
export const DraftFrame = Type.Object({
  t: Type.Literal('draft'),
  cid: ClientId,
  to: ListId,
  text: Type.String(),
  time: described(Milliseconds, 'When a device wrote or emptied it; 0 if there never was one.'),
});
export type DraftFrame = Static<typeof DraftFrame>;

/** A message of WebRTC from the other device of a call. */
export const SignalFrame = Type.Object({
  t: Type.Literal('signal'),
  call_id: Type.Integer({ minimum: 1 }),
  kind: SignalKind,
  data: Content,
});
export type SignalFrame = Static<typeof SignalFrame>;

/** Access to the TURN servers, as `RTCIceServer` takes it. */
export const TurnFrame = Type.Object({
  t: Type.Literal('turn'),
  cid: ClientId,
  urls: Type.Array(Type.String()),
  username: Type.String(),
  credential: Type.String(),
  expires: Milliseconds,
});
export type TurnFrame = Static<typeof TurnFrame>;

/** The user's own call that rings or runs; without one, `call` is absent. */
export const CallFrame = Type.Object({
  t: Type.Literal('call'),
  cid: ClientId,
  call: Type.Optional(LiveCall),
});
export type CallFrame = Static<typeof CallFrame>;

/** A request that has no other answer was carried out. */
export const Done = Type.Object({ t: Type.Literal('done'), cid: ClientId });
export type Done = Static<typeof Done>;

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
 * The operator's staff have taken a post down: do not show it any more. It is sent to whoever may have seen it, and only live: the
 * Chat API no longer returns the post.
 */
export const TakenDownFrame = Type.Object({
  t: Type.Literal('taken_down'),
  kind: Type.Union([Type.Literal('moment'), Type.Literal('video')]),
  id: described(
    Type.String(),
    'As in the Chat API: the `post_id` of a moment, or the `id` of a short video in digits.',
  ),
});
export type TakenDownFrame = Static<typeof TakenDownFrame>;

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
  ListFrame,
  PinsFrame,
  ReactorsFrame,
  SearchFrame,
  DraftFrame,
  SignalFrame,
  TurnFrame,
  CallFrame,
  Done,
  EventFrame,
  TakenDownFrame,
  Behind,
  ErrorFrame,
  Pong,
]);
export type ServerFrame = Static<typeof ServerFrame>;
