import { Type, type Static } from 'typebox';
import { described } from '../described.js';
import { OneOf } from './wire.js';

/** Whether the operation was carried out. */
export const Done = Type.Object({ status: Type.Boolean() });
export type Done = Static<typeof Done>;

/** The result of signing in. */
export const Entered = Type.Object({
  api_token: described(Type.String(), 'Send it as `api_token`; the Chat API accepts it as `_token`.'),
  user_id: Type.String(),
  zuvio_id: Type.String(),
  nickname: Type.String(),
});
export type Entered = Static<typeof Entered>;

/** A user in a list. Numbers are strings, because existing clients expect strings. */
export const PersonItem = Type.Object({
  user_id: Type.String(),
  zuvio_id: Type.String(),
  sex_code: described(Type.String(), '`M`, `F`, or empty.'),
  tag: described(Type.String(), 'At most three tags, separated by `#`.'),
  online_status: described(Type.Union([Type.Literal('0'), Type.Literal('1')]), '"1" means online.'),
  nickname: Type.String(),
  user_name: described(Type.String(), 'The name of the drawn picture.'),
  sub_department_name_str: described(Type.String(), 'University and department, separated by ` | `.'),
  sub_department_name: Type.Union([Type.String(), Type.Null()]),
  university_name: Type.String(),
  user_icon: described(Type.String(), 'An absolute URL; likewise `user_background_icon`.'),
  user_background_icon: Type.String(),
  updated_at: described(Type.String(), "`Y-m-d H:i:s` in the tenant's time zone."),
});
export type PersonItem = Static<typeof PersonItem>;

/** What happened between the caller and a user. */
export const Contact = described(
  OneOf('none', 'sent', 'received', 'friend'),
  'What happened so far: `sent` and `received` are an unanswered wave or message.',
);

/** A message of a conversation. A message that the caller may not read yet has no content. */
export const ChannelMessage = Type.Object({
  message_id: Type.String(),
  channel_id: Type.String(),
  user_id: described(Type.String(), 'The author.'),
  type: described(
    Type.String(),
    '`text`, `image`, `voice`, `video`, `file`, `location`, `wave`, `card`, `call`, `poke` or `system`.',
  ),
  text: Type.String(),
  media: described(
    Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
    'The data that the type needs in addition to the text: the URL of a file, or a location.',
  ),
  is_wave: described(
    Type.Integer(),
    '0 the opening message of the contact, 1 a wave, 2 a super wave, 3 any other message.',
  ),
  is_show: Type.Boolean(),
  is_recalled: Type.Boolean(),
  client_msg_id: Type.String(),
  created_at: Type.String(),
  created_ts: described(Type.Integer(), 'In milliseconds.'),
});
export type ChannelMessage = Static<typeof ChannelMessage>;

/** A conversation in the list. */
export const ChannelRow = Type.Object({
  channel_id: Type.String(),
  type: described(Type.String(), '`private`, `random`, `group` or `support`.'),
  is_friend: described(
    Type.Integer(),
    '0: a stranger wrote, and the caller has neither answered nor unlocked the conversation.',
  ),
  is_wave: described(
    Type.Integer(),
    'How the conversation was opened: 0 by a message, 1 by a wave, 2 by a super wave.',
  ),
  is_show: Type.Boolean(),
  user: described(
    Type.Union([PersonItem, Type.Null()]),
    'The other person; null in a group, and in customer service without an agent.',
  ),
  name: Type.String(),
  last_message: Type.Union([ChannelMessage, Type.Null()]),
  unread_count: Type.Integer(),
  channel_ts: described(Type.Integer(), 'In milliseconds.'),
  is_top: Type.Boolean(),
  is_muted: Type.Boolean(),
  created_at: Type.String(),
  updated_at: Type.String(),
});
export type ChannelRow = Static<typeof ChannelRow>;

/** A photo of a user's card. */
export const UserPhoto = Type.Object({
  id: Type.Integer(),
  user_id: Type.Integer(),
  photo_index: described(Type.Integer(), '1 to 6.'),
  photo_url: described(Type.String(), 'An absolute URL; empty while the caller may not see the photo.'),
  review_status: described(
    Type.Integer(),
    '0 waiting, 1 approved, 2 refused; only the owner sees refused photos.',
  ),
  created_at: Type.String(),
  updated_at: Type.String(),
});
export type UserPhoto = Static<typeof UserPhoto>;

const IntroTag = Type.Object({ id: Type.String(), name: Type.String(), is_selected: Type.Boolean() });

/** A block of an intro; `type` determines which list it has. Other users receive a private block with empty lists. */
export const IntroBlock = Type.Object({
  type: Type.String(),
  type_name: Type.String(),
  permission: Type.Union([Type.Literal('public'), Type.Literal('private')]),
  tags: Type.Optional(Type.Array(IntroTag)),
  medals: Type.Optional(Type.Array(Type.Null())),
  article_count: Type.Optional(Type.Integer()),
});
export type IntroBlock = Static<typeof IntroBlock>;

/** The owner of an intro. */
export const IntroUser = Type.Object({
  id: Type.String(),
  sex_code: Type.String(),
  adj_code: Type.String(),
  animal_code: Type.String(),
  skin_code: Type.Literal(''),
  background_code: Type.String(),
  foreground_code: Type.String(),
  background_icon: Type.String(),
  icon: Type.String(),
  university_id: Type.String(),
  university_name: Type.String(),
  school_level_id: Type.String(),
  sub_department_name: Type.String(),
  zuvio_id: Type.String(),
  chat_status: Type.Union([Type.Literal('yes'), Type.Literal('no')]),
  system_name: Type.String(),
  zuvio_email: described(Type.String(), 'Empty in the profiles of other users.'),
  match_sex_code: Type.Null(),
  campaign_match_sex_code: Type.Null(),
  campaign_multi_match: Type.String(),
  friend_tip_enabled: Type.String(),
  nickname: Type.String(),
  user_interests: Type.String(),
  user_filter: Type.Integer(),
  permission: Type.String(),
  user_name: Type.String(),
  user_icon_review_status: Type.Integer(),
  user_icon: Type.String(),
  user_background_icon: Type.String(),
  animal_name: Type.String(),
  animal_description: Type.String(),
  background_name: Type.String(),
  background_description: Type.String(),
  is_tip_filter: Type.Boolean(),
  tags: described(Type.Array(Type.String()), 'At most three tags in the words of the user.'),
});
export type IntroUser = Static<typeof IntroUser>;
