import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Contact, IntroBlock, IntroUser, UserPhoto } from './shapes.js';
import { Id, Ids, Maybe, OneOf, OwnId, Text, Texts } from './wire.js';

const Named = Type.Object({ id: Type.String(), name: Type.String() });
const Blocks = Type.Array(OneOf('medal', 'topic', 'relation', 'love', 'actor', 'article'), {
  maxItems: 6,
  wire: 'list',
});
const Coded = Type.Object({ code: Type.String(), name: Type.String() });

export const options = endpoint({
  path: '/api/intro',
  method: 'GET',
  summary: 'Lists the choices for a profile: schools, tags and the parts of the drawn pictures.',
  result: Type.Object({
    universities: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), city: Type.String() })),
    sub_departments: Type.Array(Named),
    topic: Type.Array(Named),
    relation: Type.Array(Named),
    love: Type.Array(Named),
    actor: Type.Array(Named),
    adjs: Type.Array(Coded),
    animals: Type.Array(Coded),
    backgrounds: Type.Array(Coded),
    foregrounds: Type.Array(Coded),
  }),
});

export const set = endpoint({
  path: '/api/intro',
  summary: "Updates the caller's profile; omitted members stay unchanged.",
  params: {
    user_id: OwnId,
    nickname: Maybe(Text({ maxLength: 50 })),
    sex_code: described(Maybe(OneOf('M', 'F', 'N')), '`N`: not stated.'),
    university_id: described(Maybe(Id), '0 for none; likewise `sub_department_id`.'),
    sub_department_id: Maybe(Id),
    tags: Maybe(Texts({ maxItems: 3, maxLength: 20 })),
    topic: Maybe(Ids({ maxItems: 20 })),
    relation: Maybe(Ids({ maxItems: 20 })),
    love: Maybe(Ids({ maxItems: 20 })),
    actor: Maybe(Ids({ maxItems: 20 })),
    private_blocks: described(Maybe(Blocks), 'The types of the blocks that only the caller sees.'),
    adj_code: Maybe(Text({ maxLength: 3 })),
    animal_code: Maybe(Text({ maxLength: 3 })),
    background_code: Maybe(Text({ maxLength: 3 })),
    foreground_code: Maybe(Text({ maxLength: 3 })),
    chat_status: described(Maybe(OneOf('yes', 'no')), 'Whether strangers may send waves and messages.'),
    hide_presence: described(
      Maybe(OneOf(0, 1)),
      "1 hides the caller's presence from others, and theirs from the caller.",
    ),
    hide_visits: described(
      Maybe(OneOf(0, 1)),
      '1 records no visit when the caller opens the intros of others, while the caller is a VIP.',
    ),
  },
  result: Type.Object({ status: Type.Boolean(), is_finish_friendship: Type.Boolean() }),
});

export const card = endpoint({
  path: '/api/intro/{target_user_id}',
  method: 'GET',
  summary: "Returns a user's profile; opening another user's profile is recorded and counted.",
  params: { target_user_id: Id, user_id: OwnId },
  reply: 'both',
  result: Type.Object({
    user: IntroUser,
    user_photos: Type.Array(UserPhoto),
    intros: Type.Array(IntroBlock),
    send_status: described(Type.Integer(), '1 write a message, 2 already sent, 3 wave.'),
    contact: Contact,
    is_skin_button_new: Type.Boolean(),
    is_background_button_new: Type.Boolean(),
    user_icon_review_status: Type.Integer(),
    // The remaining members describe the caller.
    is_finish_friendship: Type.Boolean(),
    filter_sex_code: Type.String(),
    is_vip: Type.Boolean(),
    last_super_num: Type.Integer(),
  }),
  source: 'documented',
});
