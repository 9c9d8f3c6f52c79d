import { Type, type Static } from 'typebox';
import { described } from '../described.js';
import {
  ClientId,
  Content,
  Cursor,
  EntryId,
  ListId,
  Mentions,
  Seq,
  SeqOrStart,
  SignalKind,
  UserId,
} from './shapes.js';

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
  reply_to: described(
    Type.Optional(Seq),
    'The seq of the message that this message replies to, which the sender can read; refused with `not_found` otherwise.',
  ),
  mentions: described(
    Type.Optional(Mentions),
    'Only in groups: at most 50 members, or `all`, which admins and the owner may send.',
  ),
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
 * Adds or removes the sender's reaction to a message; the server answers with `ack` or `nack`. `emoji` is one emoji that
 * Unicode recommends for general interchange. A repeat is safe: it receives the first `ack`. Removing a reaction that never
 * existed is acknowledged with the seq of the message.
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

/**
 * Requests a page of the conversation list: pinned ones first, then by the newest entry. With `of`, only those of these
 * conversations that are in the list. The server answers with exactly one `list` frame, or with a `nack` that carries only
 * `cid`.
 */
export const List = Type.Object({
  t: Type.Literal('list'),
  cid: described(ClientId, 'Identifies the request in its answer.'),
  after: described(
    Type.Optional(Type.String({ maxLength: 64 })),
    '`next` of the page before; absent for the first page.',
  ),
  limit: described(Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })), 'Default 30.'),
  box: described(
    Type.Optional(Type.Union([Type.Literal('main'), Type.Literal('archive')])),
    '`archive`: the archived ones; `main`: the others, without unanswered strangers; absent: all.',
  ),
  of: Type.Optional(Type.Array(ListId, { minItems: 1, maxItems: 50 })),
});
export type List = Static<typeof List>;

/**
 * Pins a message for all members, or unpins it; the server answers with `ack` or `nack`. A repeat is safe. In a group it needs
 * a manager, unless the tenant allows it to all members.
 */
export const Pin = Type.Object({ t: Type.Literal('pin'), to: ListId, id: EntryId, on: Type.Boolean() });
export type Pin = Static<typeof Pin>;

/**
 * Requests the pinned messages of a conversation. The server answers with exactly one `pins` frame, or with a `nack` that
 * carries only `cid`.
 */
export const Pins = Type.Object({ t: Type.Literal('pins'), cid: ClientId, to: ListId });
export type Pins = Static<typeof Pins>;

/**
 * Requests who reacts to a message. The server answers with exactly one `reactors` frame, or with a `nack` that carries only
 * `cid`.
 */
export const Reactors = Type.Object({ t: Type.Literal('reactors'), cid: ClientId, to: ListId, id: EntryId });
export type Reactors = Static<typeof Reactors>;

/**
 * Looks for messages with a text, or files and places with such a name, in one conversation or in all of the list, whatever
 * the case and the width of letters. The server answers with exactly one `search` frame, the latest messages first, or with
 * a `nack` that carries only `cid`.
 */
export const Search = Type.Object({
  t: Type.Literal('search'),
  cid: described(ClientId, 'Identifies the request in its answer.'),
  text: Type.String({ maxLength: 200 }),
  to: Type.Optional(ListId),
  after: described(
    Type.Optional(Type.String({ maxLength: 64 })),
    '`next` of the page before; absent for the first page.',
  ),
  limit: described(Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })), 'Default 20.'),
});
export type Search = Static<typeof Search>;

/**
 * Stores what the user has begun to write in a conversation, or only asks for it if `text` and `time` are absent. The
 * latest `time` wins, and an empty `text` ends the draft. The server answers with exactly one `draft` frame, which has the
 * draft that is in force, or with a `nack` that carries only `cid`. The user's other devices get an event `draft_changed`.
 */
export const Draft = Type.Object({
  t: Type.Literal('draft'),
  cid: ClientId,
  to: ListId,
  text: described(Type.Optional(Type.String()), 'At most 2,000 characters.'),
  time: described(
    Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
    'When the device wrote it, in milliseconds; one in the future counts as now.',
  ),
});
export type Draft = Static<typeof Draft>;

/**
 * Sends a message of WebRTC to the other device of an answered call. The first signal decides which device of a user takes
 * part; before the other user's device has sent one, all devices of that user get it. The server answers with `done`, or with
 * a `nack` that carries only `cid`; a repeat with the same `cid` is delivered once.
 */
export const Signal = Type.Object({
  t: Type.Literal('signal'),
  cid: ClientId,
  call_id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  kind: SignalKind,
  data: described(Content, 'The session description or the candidate, as JSON of at most 16,000 bytes.'),
});
export type Signal = Static<typeof Signal>;

/**
 * Requests access to the TURN servers for a call that rings or runs. The server answers with exactly one `turn` frame, or
 * with a `nack` that carries only `cid`: `feature_off` if there are none.
 */
export const Turn = Type.Object({
  t: Type.Literal('turn'),
  cid: ClientId,
  call_id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
});
export type Turn = Static<typeof Turn>;

/** Requests the user's own call that rings or runs, such as after a start. The server answers with exactly one `call` frame. */
export const Call = Type.Object({ t: Type.Literal('call'), cid: ClientId });
export type Call = Static<typeof Call>;

/** Requests a `pong`; a client sends a ping at least every `ready.heartbeat_ms`. */
export const Ping = Type.Object({ t: Type.Literal('ping') });
export type Ping = Static<typeof Ping>;

/** Any frame that a client sends. */
export const ClientFrame = Type.Union([
  Hello,
  Send,
  Sync,
  Edit,
  Recall,
  React,
  Pin,
  Read,
  Typing,
  Watch,
  List,
  Pins,
  Reactors,
  Search,
  Draft,
  Signal,
  Turn,
  Call,
  Ping,
]);
export type ClientFrame = Static<typeof ClientFrame>;
