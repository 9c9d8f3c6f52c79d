import { Type, type Static } from 'typebox';
import { described } from '../described.js';
import { MAX_INTEGER } from '../integer.js';

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

/** A time, or a period. */
export const Milliseconds = Type.Integer({ minimum: 0 });

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
 * first hundred affected users, and the number of all affected users. The content of a `reaction` is `{target, emoji, on,
 * count}`: the seq of the message, the emoji that was added or removed, and how many users react with it after that.
 * The content of a `pin` is `{target, on}`: the seq of the message that was pinned or unpinned.
 */
export const EntryKind = Type.Union([
  Type.Literal('message'),
  Type.Literal('system'),
  Type.Literal('recall'),
  Type.Literal('edit'),
  Type.Literal('reaction'),
  Type.Literal('member'),
  Type.Literal('pin'),
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

/** The content of an entry of kind `reaction`; after the message is removed, `emoji` is empty and `count` 0. */
export const ReactionContent = Type.Object({
  target: Seq,
  emoji: Type.String(),
  on: Type.Boolean(),
  count: Type.Integer({ minimum: 0 }),
});
export type ReactionContent = Static<typeof ReactionContent>;

/** The reactions to a message with one emoji. */
export const Reactions = Type.Object({
  emoji: Type.String(),
  count: described(Type.Integer({ minimum: 1 }), 'The number of users who react with it.'),
  own: described(Type.Optional(Type.Literal(true)), 'Present when the reader is one of them.'),
});
export type Reactions = Static<typeof Reactions>;

/** The members of a group whom a message mentions, or `all`. */
export const Mentions = Type.Union([Type.Array(UserId, { minItems: 1 }), Type.Literal('all')]);
export type Mentions = Static<typeof Mentions>;

/** The message that another one replies to, in short. */
export const Quote = Type.Object({
  id: EntryId,
  from: described(
    Type.Integer({ minimum: 0 }),
    "The author's account id; 0 for an anonymous author, except in `entries` frames to the author.",
  ),
  alias: described(Type.Optional(Type.String()), 'The display name of an anonymous author.'),
  type: Type.Integer({ minimum: 0 }),
  text: described(
    Type.String(),
    'The first hundred characters of a text; empty for other types, and for a message that burns after reading.',
  ),
});
export type Quote = Static<typeof Quote>;

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
  mentions: Type.Optional(Mentions),
  quote: described(
    Type.Optional(Quote),
    'The message at `reply_to`; absent once it is removed, or if the reader may not see it.',
  ),
  reactions: described(
    Type.Optional(Type.Array(Reactions)),
    'The reactions to the message now, the most frequent first; only in `entries` frames, and only if there are any.',
  ),
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

/** What a message between the devices of a call contains. */
export const SignalKind = Type.Union([
  Type.Literal('offer'),
  Type.Literal('answer'),
  Type.Literal('candidate'),
]);
export type SignalKind = Static<typeof SignalKind>;

/** A call that rings or runs. */
export const LiveCall = Type.Object({
  call_id: Type.Integer({ minimum: 1 }),
  list_id: ListId,
  caller_id: UserId,
  callee_id: UserId,
  medium: Type.Union([Type.Literal('voice'), Type.Literal('video')]),
  room: Type.Integer(),
  state: Type.Union([Type.Literal('ringing'), Type.Literal('active')]),
  answered: described(Type.Optional(Milliseconds), 'When it was answered; absent while it rings.'),
});
export type LiveCall = Static<typeof LiveCall>;
