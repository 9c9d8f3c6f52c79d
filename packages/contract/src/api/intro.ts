import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { IntroBlock, IntroUser, UserPhoto } from './shapes.js';
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
  summary: 'What a profile can be made of: schools, tags and the parts of the drawn pictures.',
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
  summary: 'Changes what the own profile shows; what is left out stays.',
  params: {
    user_id: OwnId,
    nickname: Maybe(Text({ maxLength: 50 })),
    /** `N` for not saying. */
    sex_code: Maybe(OneOf('M', 'F', 'N')),
    /** 0 for none, like the next one. */
    university_id: Maybe(Id),
    sub_department_id: Maybe(Id),
    tags: Maybe(Texts({ maxItems: 3, maxLength: 20 })),
    topic: Maybe(Ids({ maxItems: 20 })),
    relation: Maybe(Ids({ maxItems: 20 })),
    love: Maybe(Ids({ maxItems: 20 })),
    actor: Maybe(Ids({ maxItems: 20 })),
    /** Types of blocks that nobody else sees. */
    private_blocks: Maybe(Blocks),
    adj_code: Maybe(Text({ maxLength: 3 })),
    animal_code: Maybe(Text({ maxLength: 3 })),
    background_code: Maybe(Text({ maxLength: 3 })),
    foreground_code: Maybe(Text({ maxLength: 3 })),
    /** Whether strangers may wave and write. */
    chat_status: Maybe(OneOf('yes', 'no')),
    /** 1 hides whether one is there, and that of others from oneself. */
    hide_presence: Maybe(OneOf(0, 1)),
    /** 1 leaves no trace on the intros of others, as long as one is a VIP. */
    hide_visits: Maybe(OneOf(0, 1)),
  },
  result: Type.Object({ status: Type.Boolean(), is_finish_friendship: Type.Boolean() }),
});

export const card = endpoint({
  path: '/api/intro/{target_user_id}',
  method: 'GET',
  summary: "Somebody's profile; opening that of another person is seen and counted.",
  params: { target_user_id: Id, user_id: OwnId },
  reply: 'both',
  result: Type.Object({
    user: IntroUser,
    user_photos: Type.Array(UserPhoto),
    intros: Type.Array(IntroBlock),
    /** 1 write a message, 2 sent already, 3 wave. */
    send_status: Type.Integer(),
    is_skin_button_new: Type.Boolean(),
    is_background_button_new: Type.Boolean(),
    user_icon_review_status: Type.Integer(),
    // What follows is the caller's own.
    is_finish_friendship: Type.Boolean(),
    filter_sex_code: Type.String(),
    is_vip: Type.Boolean(),
    last_super_num: Type.Integer(),
  }),
  source: 'documented',
});
