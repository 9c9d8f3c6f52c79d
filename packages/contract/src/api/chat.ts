import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Done } from './shapes.js';
import { Id, Maybe, OneOf, OwnId, Text } from './wire.js';

const BlockReason = {
  tag: Type.String(),
  /** `ban`: they shall not see each other. `report`: moderators shall look. */
  reason_type: Type.Union([Type.Literal('ban'), Type.Literal('report')]),
  /** Whether `report_text` has to say more. */
  need_text: Type.Boolean(),
  title: Type.String(),
  description: Type.String(),
};

export const getBlockReasonsList = endpoint({
  path: '/api/chat/getBlockReasonsList',
  method: 'GET',
  summary: 'Why somebody can be banned or reported.',
  result: Type.Array(Type.Object({ id: Type.String(), ...BlockReason })),
  source: 'documented',
});

export const friendship_block = endpoint({
  path: '/api/chat/friendship_block',
  summary: 'Bans or reports somebody, both at once (the old `block`), or takes a ban back.',
  params: {
    user_id: OwnId,
    target_id: Id,
    action: OneOf('block', 'cancel', 'ban', 'report'),
    block_reason_id: Maybe(Id),
    report_text: Maybe(Text({ maxLength: 1000, isSecret: true })),
    /** The message that a report is about, by its `message_id` or, in the Chat API, `msg.id`: its sender is meant, whoever `target_id` is. */
    msg_id: Maybe(Text({ maxLength: 64 })),
    message_id: Maybe(Text({ maxLength: 64 })),
  },
  result: Done,
  source: 'documented',
});

export const friendship_blockReasons = endpoint({
  path: '/api/chat/friendship_blockReasons',
  method: 'GET',
  summary: 'Why the caller banned or reported somebody: the newest record.',
  params: { target_id: Id, user_id: OwnId },
  result: Type.Object({
    id: Type.Integer(),
    channel_id: Type.String(),
    user_id: Type.Integer(),
    target_id: Type.Integer(),
    block_reason_id: Type.Integer(),
    block_from: Type.Literal('forum'),
    ...BlockReason,
    report_text: Type.String(),
    /** The temporary silence that a report brought upon the other. */
    bucket_id: Type.Union([Type.Integer(), Type.Null()]),
    created_at: Type.String(),
    judged_at: Type.Union([Type.String(), Type.Null()]),
    /** Whether the caller's ban stands. */
    is_banned: Type.Union([Type.Literal('0'), Type.Literal('1')]),
  }),
  source: 'documented',
});
