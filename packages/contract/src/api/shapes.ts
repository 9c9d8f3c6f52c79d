import { Type, type Static } from 'typebox';

/** An answer that says whether something was done. */
export const Done = Type.Object({ status: Type.Boolean() });
export type Done = Static<typeof Done>;

/** What signing in answers. */
export const Entered = Type.Object({
  /** Sent back as `api_token`; the Chat API takes it as `_token`. */
  api_token: Type.String(),
  user_id: Type.String(),
  zuvio_id: Type.String(),
  nickname: Type.String(),
});
export type Entered = Static<typeof Entered>;

/** Somebody in a list. Numbers are texts here, because clients were built on them. */
export const PersonItem = Type.Object({
  user_id: Type.String(),
  zuvio_id: Type.String(),
  /** `M`, `F`, or empty. */
  sex_code: Type.String(),
  /** At most three words with `#` between them. */
  tag: Type.String(),
  /** "1" is online. */
  online_status: Type.Union([Type.Literal('0'), Type.Literal('1')]),
  nickname: Type.String(),
  /** What the drawn picture is called. */
  user_name: Type.String(),
  /** University and department with ` | ` between them. */
  sub_department_name_str: Type.String(),
  sub_department_name: Type.Union([Type.String(), Type.Null()]),
  university_name: Type.String(),
  /** A whole URL, like the next one. */
  user_icon: Type.String(),
  user_background_icon: Type.String(),
  /** `Y-m-d H:i:s` in the tenant's zone. */
  updated_at: Type.String(),
});
export type PersonItem = Static<typeof PersonItem>;

/** A message of a conversation. One that the reader may not read yet shows that it is there, and no content. */
export const ChannelMessage = Type.Object({
  message_id: Type.String(),
  channel_id: Type.String(),
  /** Who wrote it. */
  user_id: Type.String(),
  /** `text`, `image`, `voice`, `video`, `file`, `location`, `wave`, `card`, `call`, `poke` or `system`. */
  type: Type.String(),
  text: Type.String(),
  /** What the type needs beside the text: the URL of a file, or a place. */
  media: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  /** 0 the words that opened the contact, 1 a wave, 2 a super wave, 3 anything else. */
  is_wave: Type.Integer(),
  is_show: Type.Boolean(),
  is_recalled: Type.Boolean(),
  client_msg_id: Type.String(),
  created_at: Type.String(),
  /** In milliseconds. */
  created_ts: Type.Integer(),
});
export type ChannelMessage = Static<typeof ChannelMessage>;

/** A conversation in the list. */
export const ChannelRow = Type.Object({
  channel_id: Type.String(),
  /** `private`, `random`, `group` or `support`. */
  type: Type.String(),
  /** 0: a stranger wrote, and the caller has neither answered nor unlocked it. */
  is_friend: Type.Integer(),
  /** How it was opened: 0 with words, 1 with a wave, 2 with a super wave. */
  is_wave: Type.Integer(),
  is_show: Type.Boolean(),
  /** Null in a group. */
  user: Type.Union([PersonItem, Type.Null()]),
  name: Type.String(),
  last_message: Type.Union([ChannelMessage, Type.Null()]),
  unread_count: Type.Integer(),
  /** In milliseconds. */
  channel_ts: Type.Integer(),
  is_top: Type.Boolean(),
  is_muted: Type.Boolean(),
  created_at: Type.String(),
  updated_at: Type.String(),
});
export type ChannelRow = Static<typeof ChannelRow>;

/** A photo of somebody's card. */
export const UserPhoto = Type.Object({
  id: Type.Integer(),
  user_id: Type.Integer(),
  /** 1 to 6. */
  photo_index: Type.Integer(),
  /** A whole URL; empty where there is nothing to see yet. */
  photo_url: Type.String(),
  /** 0 waiting, 1 approved, 2 refused; refused ones are shown to their owner alone. */
  review_status: Type.Integer(),
  created_at: Type.String(),
  updated_at: Type.String(),
});
export type UserPhoto = Static<typeof UserPhoto>;

const IntroTag = Type.Object({ id: Type.String(), name: Type.String(), is_selected: Type.Boolean() });

/** A part of an intro; which of the lists it has, its type says. One that is private comes empty to others. */
export const IntroBlock = Type.Object({
  type: Type.String(),
  type_name: Type.String(),
  permission: Type.Union([Type.Literal('public'), Type.Literal('private')]),
  tags: Type.Optional(Type.Array(IntroTag)),
  medals: Type.Optional(Type.Array(Type.Null())),
  article_count: Type.Optional(Type.Integer()),
});
export type IntroBlock = Static<typeof IntroBlock>;

/** Whose intro it is. */
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
  /** Empty for everybody but oneself. */
  zuvio_email: Type.String(),
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
});
export type IntroUser = Static<typeof IntroUser>;
