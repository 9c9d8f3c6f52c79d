import { Type, type Static } from 'typebox';
import { described } from '../described.js';
import { MaybeText } from './wire.js';

/** 0 or 1 in a response. */
export const Bit = Type.Union([Type.Literal(0), Type.Literal(1)]);

/** Members of any name; the pattern of `Type.Record` would reject names that contain a line break. */
const Content = Type.Unsafe<Record<string, unknown>>(Type.Object({}, { additionalProperties: true }));

/** Where the appeal against a sanction stands. */
export const AppealState = Type.Object({
  state: described(
    Type.String(),
    '`none` without a sanction, `open` if an appeal is possible, `waiting` or `refused`. A granted one lifts the sanction.',
  ),
  letter: described(Type.String(), 'What the person was told about the sanction; empty for nothing.'),
});

/** What an appeal says. */
export const AppealText = described(
  MaybeText({ maxLength: 8000 }),
  'Without it nothing changes. At most 2,000 characters.',
);

/** The result of signing in. */
export const SignedIn = Type.Object({
  token: described(Type.String(), 'A JWT; send it as `_token`.'),
  myavatar: described(Type.String(), "Path of the caller's photo below `/static/photo/`."),
  myname: Type.String(),
  userid: described(Type.String(), '`Mac_trtc_` followed by the user id.'),
  usersig: described(Type.String(), 'A Tencent UserSig; empty if calls are not configured.'),
  appid: described(
    Type.String(),
    'The app id at the call service for that signature; empty if calls are not configured.',
  ),
  bottom_url: Type.String(),
});
export type SignedIn = Static<typeof SignedIn>;

/**
 * A full user row. Members that would disclose private values (hashes, addresses; e-mail and phone of
 * other users) are present and empty.
 */
export const UserRow = Type.Object({
  id: Type.Integer(),
  username: Type.String(),
  nickname: Type.String(),
  doodling: Type.String(),
  email: Type.String(),
  phone: Type.String(),
  sex: Bit,
  password: Type.Literal(''),
  trade_password: Type.Literal(''),
  money: Type.String(),
  freeze_money: Type.String(),
  point: Type.Integer(),
  type: Type.Integer(),
  status: Type.Integer(),
  create_time: Type.Integer(),
  circli_img: Type.String(),
  is_customer_service: Bit,
  agent_id: Type.Integer(),
  update_time: Type.Integer(),
  client_id: Type.String(),
  q_permition: Bit,
  tj_username: Type.String(),
  ip: Type.Literal(''),
  ip_cityname: Type.String(),
  ip_status: Type.Integer(),
  phone_status: Type.Integer(),
  phone_type: Type.Integer(),
  is_robot: Bit,
  storge: Type.Integer(),
  default_friend_id: Type.Integer(),
  channel: Type.String(),
  last_login: Type.Union([Type.String(), Type.Null()]),
  invite_list: Type.Null(),
  invite_code: Type.String(),
  face: Type.String(),
  photo: Type.String(),
});
export type UserRow = Static<typeof UserRow>;

/** A message in `chatData`, on the socket and in all other responses. */
export const Message = Type.Object({
  type: described(Type.Integer(), "0 a user's message, 1 a system line."),
  msg: Type.Object({
    id: Type.String(),
    type: described(Type.Integer(), 'Content type.'),
    time: described(Type.Integer(), 'Seconds.'),
    content: Content,
    user_info: Type.Object({
      uid: Type.Integer(),
      name: Type.String(),
      face: Type.String(),
      username: Type.String(),
      nickname: Type.String(),
    }),
    is_niming: described(Bit, '1: anonymous; name and face are invented.'),
    is_admin: described(Type.Integer(), '0 member, 1 admin, 2 owner.'),
  }),
});
export type Message = Static<typeof Message>;

/** A moment as the caller sees it. */
export const Moment = Type.Object({
  post_id: Type.String(),
  uid: Type.Integer(),
  username: Type.String(),
  header_image: described(Type.String(), "Path of the author's photo below `/static/photo/`."),
  type: Type.Integer(),
  content: Type.Object({
    text: Type.String(),
    value: described(
      Type.Array(Type.String()),
      'Names of the thumbnails below `/static/circle/{post_id}/`; the full pictures have the same names ' +
        'without `_thumb`.',
    ),
    video_path: described(Type.String(), 'Name of the video in the same folder; empty without one.'),
  }),
  time: described(Type.Integer(), 'Seconds. Clients send it back to request older or newer moments.'),
  timestamp: described(Type.String(), 'The age of the moment in words, for display.'),
  islike: Bit,
  like: Type.Array(Type.Object({ uid: Type.Integer(), username: Type.String() })),
  comments: Type.Array(
    Type.Object({
      uid: Type.Integer(),
      username: Type.String(),
      reply: described(Type.String(), '`回复` and a name; empty for a comment to the author.'),
      content: Type.String(),
    }),
  ),
  can_pay: Type.Literal(0),
  can_pay_times: Type.Literal(0),
  pay_amount: Type.String(),
});
export type Moment = Static<typeof Moment>;

/** The owner of the page of moments; the caller if it shows the moments of all friends. */
export const CircleOwner = Type.Object({
  id: Type.Integer(),
  nickname: Type.String(),
  username: Type.String(),
  photo: Type.String(),
  doodling: Type.String(),
  sex: Bit,
  circle_img: described(Type.String(), 'Path of the background below `/static/photo/`.'),
});
export type CircleOwner = Static<typeof CircleOwner>;

/** A row of the conversation list, including the members that the document shows. */
export const ChatRow = Type.Object({
  list_id: Type.String(),
  chat_id: Type.String(),
  show_name: Type.String(),
  photo_path: Type.String(),
  last_msg: Type.String(),
  last_chat_time: Type.Integer(),
  time: Type.Integer(),
  no_reader_num: Type.Integer(),
  top: Bit,
  top_time: Type.Integer(),
  type: described(Bit, '0 single, 1 group.'),
  is_disturb: Bit,
  id: Type.Integer(),
  name: Type.String(),
  url: Type.String(),
  logo: Type.String(),
  status: Type.Integer(),
  createtime: Type.Integer(),
  from_stranger: described(
    Bit,
    '1: a stranger opened it, and the caller has neither answered nor unlocked it.',
  ),
});
export type ChatRow = Static<typeof ChatRow>;

/** A customer's conversation in the list of the customer-service console. */
export const ServiceRow = Type.Object({
  list_id: Type.String(),
  show_name: Type.String(),
  last_msg: Type.String(),
  no_reader_num: Type.Integer(),
  photo_path: described(Type.String(), 'An absolute URL.'),
  time: described(Type.Integer(), 'Seconds.'),
});
export type ServiceRow = Static<typeof ServiceRow>;

/**
 * A call from the view of one of its two participants. The client sends it back to answer or to hang up. Names and
 * pictures are repeated under every member name that a client reads.
 */
export const CallData = Type.Object({
  call_id: Type.Integer(),
  list_id: Type.String(),
  content_type: described(Type.Integer(), '6 video, 7 voice.'),
  callType: Type.Union([Type.Literal('voice'), Type.Literal('video')]),
  user_ids: described(Type.Array(Type.String()), 'The ids of the called users, as strings.'),
  user_id: described(
    Type.Integer(),
    "The recipient of this data: a client closes the page of a call whose `user_id` is its user's id.",
  ),
  room: Type.Integer(),
  roomid: Type.Integer(),
  userid: described(
    Type.String(),
    'The user id at the call service and, in `usersig`, a UserSig; empty if calls are not configured.',
  ),
  usersig: Type.String(),
  name: described(Type.String(), 'The name of the other person.'),
  username: Type.String(),
  useravatar: Type.String(),
  myname: Type.String(),
  myavatar: described(Type.String(), 'The picture of the caller; `avatar` is the picture of the callee.'),
  avatar: Type.String(),
  wait: described(
    Type.String(),
    'The text to display until the callee answers; `prompt` is the text afterwards.',
  ),
  prompt: Type.String(),
});
export type CallData = Static<typeof CallData>;

/** Users whose names start with one letter. */
export const LetterGroup = Type.Object({
  letter: Type.String(),
  data: Type.Array(
    Type.Object({
      user_id: Type.Integer(),
      name: Type.String(),
      photo: Type.String(),
      list_id: Type.String(),
    }),
  ),
  index: Type.Integer(),
});
export type LetterGroup = Static<typeof LetterGroup>;

/** An empty array without users, else an object whose keys are the positions of the letters ("0" is A, "26" is #). */
export const LetterGroups = Type.Unsafe<LetterGroup[] | Record<string, LetterGroup>>(
  Type.Union([Type.Array(LetterGroup), Type.Record(Type.String(), LetterGroup)]),
);

/** Users whose names start with one letter, for a picker. */
export const RoleLetterGroup = Type.Object({
  letter: Type.String(),
  data: Type.Array(
    Type.Object({
      user_id: Type.Integer(),
      name: Type.String(),
      photo: Type.String(),
      is_admin: described(Type.Integer(), '0 member, 1 admin, 2 owner.'),
    }),
  ),
});
export type RoleLetterGroup = Static<typeof RoleLetterGroup>;

/** A request to join a group that the caller manages. */
export const GroupRequest = Type.Object({
  id: Type.Integer(),
  user_id: Type.Integer(),
  list_id: Type.String(),
  photo: Type.String(),
  nickname: Type.String(),
  content: Type.String(),
  status: described(Bit, '0 waiting, 1 accepted.'),
  text: Type.String(),
});
export type GroupRequest = Static<typeof GroupRequest>;

/** A user in a short list. */
export const Person = Type.Object({ id: Type.Integer(), nickname: Type.String(), photo: Type.String() });

/** A short video in its author's list. */
export const VideoOfSomebody = Type.Object({
  id: Type.Integer(),
  user_id: Type.Integer(),
  title: Type.String(),
  video: described(Type.String(), 'Path of the file, including `/static/video/`.'),
  gif: described(Type.String(), 'Path of the cover.'),
  fabulous: described(Type.Integer(), 'Number of likes.'),
  comment: described(Type.Integer(), 'Number of comments, including replies.'),
  createtime: described(Type.Integer(), 'Seconds.'),
  status: Type.String(),
  category_id: described(Type.Integer(), '0 without a category.'),
});
export type VideoOfSomebody = Static<typeof VideoOfSomebody>;

/** A short video with its author. */
export const ShortVideo = Type.Object({
  ...VideoOfSomebody.properties,
  is_fabulous: described(Type.Boolean(), 'Whether the caller likes it.'),
  is_follow: described(Type.Boolean(), 'Whether the caller follows its author.'),
  user_info: UserRow,
});
export type ShortVideo = Static<typeof ShortVideo>;

/** A comment below a short video. */
export const VideoComment = Type.Object({
  id: Type.Integer(),
  share_id: described(Type.Integer(), 'The video.'),
  user_id: Type.Integer(),
  comment_id: Type.Integer(),
  to_id: described(Type.Integer(), 'The recipient of a reply; 0 for a comment.'),
  content: Type.String(),
  createtime: described(Type.Integer(), 'Seconds.'),
});
export type VideoComment = Static<typeof VideoComment>;

/** A reply in a thread. `comment_id` is the id of this row; a reply to this row sends it. */
export const VideoReply = Type.Object({
  ...VideoComment.properties,
  user_info: UserRow,
  children: described(Type.Array(Type.Null()), 'Empty: threads have two levels.'),
  childlist: Type.Array(Type.Null()),
});
export type VideoReply = Static<typeof VideoReply>;

/** A comment with its replies, repeated in `children` and `childlist`. */
export const VideoThread = Type.Object({
  ...VideoReply.properties,
  children: Type.Array(VideoReply),
  childlist: Type.Array(VideoReply),
});
export type VideoThread = Static<typeof VideoThread>;

/** A message that the caller has saved. */
export const Favourite = Type.Object({
  id: Type.Integer(),
  type: described(Type.Integer(), "The kind, numbered by the tenant's profile."),
  content_type: described(Type.Integer(), 'The type of the message, the same in every profile.'),
  list_id: Type.String(),
  content: Type.Object({
    url: described(Type.String(), 'Name of the file below `/static/chat/{list_id}/`; empty for a text.'),
    text: Type.String(),
    length: described(
      Type.String(),
      "The sender's value: the duration of a voice message or video, or the kilobytes of a file.",
    ),
    name: described(Type.String(), 'The original name of a file.'),
    image: described(
      Type.String(),
      'Name of the picture to display, in the folder of `url`: the picture itself, or the still of a ' +
        'video.',
    ),
  }),
  user_info: Type.Object({ nickname: Type.String() }),
  time: described(Type.String(), 'The time of saving.'),
  saved_at: described(Type.Integer(), 'The time of saving, in seconds.'),
});
export type Favourite = Static<typeof Favourite>;

/** Sizes (`s`) and numbers (`c`) of saved messages: 1 text, 2 pictures, 3 voice, 4 video, 11 files, in every profile. */
export const FavouriteCounts = Type.Object({
  s1: Type.String(),
  c1: Type.Integer(),
  s2: Type.String(),
  c2: Type.Integer(),
  s3: Type.String(),
  c3: Type.Integer(),
  s4: Type.String(),
  c4: Type.Integer(),
  s11: Type.String(),
  c11: Type.Integer(),
});
export type FavouriteCounts = Static<typeof FavouriteCounts>;
