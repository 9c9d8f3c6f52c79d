import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Done } from './shapes.js';
import { Id, Maybe, OneOf, OwnId, Text } from './wire.js';

const BlockReason = {
  tag: Type.String(),
  reason_type: described(
    Type.Union([Type.Literal('ban'), Type.Literal('report')]),
    '`ban`: a reason to ban a user. `report`: a reason to report a user to the moderators.',
  ),
  need_text: described(Type.Boolean(), 'Whether `report_text` is required.'),
  title: Type.String(),
  description: Type.String(),
};

export const getBlockReasonsList = endpoint({
  path: '/api/chat/getBlockReasonsList',
  method: 'GET',
  summary:
    'Lists the reasons for bans and reports, in the order of the operator. `Accept-Language` chooses the language of those that have a text in it.',
  result: Type.Array(Type.Object({ id: Type.String(), ...BlockReason })),
  source: 'documented',
});

export const friendship_block = endpoint({
  path: '/api/chat/friendship_block',
  summary: 'Bans a user, reports a user, does both (the old `block`), or cancels a ban.',
  params: {
    user_id: OwnId,
    target_id: Id,
    action: OneOf('block', 'cancel', 'ban', 'report'),
    block_reason_id: Maybe(Id),
    report_text: Maybe(Text({ maxLength: 1000, isSecret: true })),
    msg_id: described(
      Maybe(Text({ maxLength: 64 })),
      'The reported message: its `message_id` or the `msg.id` of the Chat API. The report is against its ' +
        'sender, whatever `target_id` is.',
    ),
    message_id: Maybe(Text({ maxLength: 64 })),
  },
  result: Done,
  source: 'documented',
});

export const friendship_blockReasons = endpoint({
  path: '/api/chat/friendship_blockReasons',
  method: 'GET',
  summary: "Returns the caller's latest ban or report of a user.",
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
    bucket_id: described(
      Type.Union([Type.Integer(), Type.Null()]),
      'The temporary mute of the user that resulted from the report.',
    ),
    created_at: Type.String(),
    judged_at: Type.Union([Type.String(), Type.Null()]),
    is_banned: described(
      Type.Union([Type.Literal('0'), Type.Literal('1')]),
      "Whether the caller's ban is in force.",
    ),
  }),
  source: 'documented',
});
