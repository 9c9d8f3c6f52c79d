import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Done, PersonItem, UserPhoto } from './shapes.js';
import { Base64, Id, Maybe, OneOf, OwnId, Paging, PlanCode, Text, Time } from './wire.js';

export const data = endpoint({
  path: '/api/user_friendship/data',
  summary: 'People: who opened the own intro, who is of the same school, who was there lately.',
  params: {
    user_id: OwnId,
    list_type: OneOf('seen', 'near', 'online', 'online_random', 'online_profile'),
    ...Paging({ maximum: 100 }),
  },
  result: Type.Object({
    list: Type.Array(PersonItem),
    /** All there are; in a list without pages, how many these are. */
    count: Type.Integer(),
    list_type: Type.String(),
    is_vip: Type.Boolean(),
    is_finish_friendship: Type.Boolean(),
    user_icon: Type.String(),
    user_background_icon: Type.String(),
    curr_page: Type.Integer(),
    total_page: Type.Integer(),
    page_size: Type.Integer(),
  }),
  source: 'documented',
});

export const filter_sex_code = endpoint({
  path: '/api/user_friendship/filter_sex_code',
  summary: 'Sets whom the lists of people show.',
  params: { user_id: OwnId, sex_code: OneOf('M', 'F', 'BOTH') },
  result: Done,
  source: 'documented',
});

export const age_status = endpoint({
  path: '/api/user_friendship/age_status',
  summary: 'Says how old one is: 0 not known, 1 of age, 2 not of age.',
  params: { user_id: OwnId, age_status: OneOf(0, 1, 2) },
  result: Done,
  source: 'documented',
});

export const profile_click = endpoint({
  path: '/api/user_friendship/profile_click',
  method: 'GET',
  summary: 'How often others opened the own intro since the last reset.',
  params: { user_id: OwnId },
  result: Type.Object({ click_count: Type.Integer() }),
  source: 'documented',
});

export const reset_profile_click = endpoint({
  path: '/api/user_friendship/reset_profile_click',
  summary: 'Counts those openings from nothing again.',
  params: { user_id: OwnId },
  result: Done,
  source: 'documented',
});

export const ticket_number = endpoint({
  path: '/api/user_friendship/ticket_number',
  method: 'GET',
  summary: 'How many people the caller may still begin to write to today.',
  result: Type.Object({
    /** "-1" for no limit. */
    ticket_number: Type.String(),
    limit: Type.Integer(),
    /** When there are all of them again. */
    reset_at: Type.String(),
  }),
  source: 'documented',
});

export const unlock = endpoint({
  path: '/api/user_friendship/stranger_key_number',
  summary: 'Unlocks what a stranger wrote.',
  params: { user_id: OwnId, target_id: Id, channel_id: Id },
  result: Done,
  source: 'documented',
});

export const stranger_key_number = endpoint({
  path: '/api/user_friendship/stranger_key_number',
  method: 'GET',
  summary: 'How many conversations of strangers the caller may still unlock today.',
  params: { user_id: OwnId },
  result: Type.Object({
    /** 999 for no limit, -1 when none is left. */
    stranger_key_number: Type.Integer(),
  }),
  source: 'documented',
});

export const vip_plan = endpoint({
  path: '/api/user_friendship/vip_plan',
  method: 'GET',
  summary: 'What is sold, and what the caller has of it.',
  params: { user_id: OwnId },
  result: Type.Object({
    user_icon: Type.String(),
    user_background_icon: Type.String(),
    /** "-1" for no limit. */
    ticket_number: Type.String(),
    /** Of the plan that runs; 0 without one. */
    ticket_constant: Type.Integer(),
    is_vip: Type.Boolean(),
    /** How the caller is named to a store when something is bought there: a UUID that never changes. */
    app_account_token: Type.String(),
    list: Type.Array(
      Type.Object({
        plan_id: Type.Integer(),
        unit_name: Type.String(),
        /** With the currency before it, like `amount`. */
        amount_per_unit: Type.String(),
        plan_note: Type.String(),
        ticket_constant: Type.Integer(),
        /** Empty where nothing is saved. */
        plan_discount: Type.String(),
        plan_name: Type.String(),
        plan_code: Type.String(),
        amount: Type.String(),
        /** Whether it runs; of at most one. */
        plan_status: Type.Boolean(),
        extra_data: Type.String(),
      }),
    ),
  }),
  source: 'documented',
});

export const buy_vip_plan = endpoint({
  path: '/api/user_friendship/vip_plan',
  summary: 'Records a purchase and gives what was bought, once.',
  params: {
    user_id: OwnId,
    plan_code: PlanCode(),
    transaction_id: Text({ maxLength: 128 }),
    transaction_date: Time('time'),
    /** What stays the same through renewals; without it `transaction_id` does. */
    original_transaction_id: Maybe(Text({ maxLength: 128 })),
    original_transaction_date: Time('time'),
    /** Where it was bought: without it, where the proof is from, else `ios`. */
    platform: Maybe(OneOf('ios', 'android', 'web')),
    /** What Apple has signed of it. */
    signed_transaction: Maybe(Text({ maxLength: 20_000, isSecret: true })),
    /** What Google gave out for it. */
    purchase_token: Maybe(Text({ maxLength: 1000, isSecret: true })),
  },
  result: Type.Object({
    status: Type.Boolean(),
    is_repeat: Type.Boolean(),
    /** Only of a repeat, like the next one. */
    is_vip: Type.Optional(Type.Boolean()),
    /** What was stored first; empty when somebody else posted it. */
    list: Type.Optional(
      Type.Partial(
        Type.Object({
          original_transaction_date: Type.String(),
          original_transaction_id: Type.String(),
          user_id: Type.String(),
          plan_id: Type.String(),
          amount: Type.String(),
          extra_data: Type.String(),
          plan_code: Type.String(),
          transaction_date: Type.String(),
          transaction_id: Type.String(),
        }),
      ),
    ),
  }),
  source: 'documented',
});

const Photos = Type.Object({
  status: Type.Boolean(),
  is_finish_friendship: Type.Boolean(),
  list: Type.Array(UserPhoto),
});

export const set_user_photo = endpoint({
  path: '/api/user_friendship/user_photos',
  summary: 'Puts a photo on the own card, or another one in its place; it is reviewed before others see it.',
  params: {
    user_id: OwnId,
    photo_index: OneOf(1, 2, 3, 4, 5, 6),
    image_type: OneOf('png', 'jpeg', 'jpg', 'gif'),
    image: Base64({ maxBytes: 10 * 1024 * 1024 }),
  },
  /** The one photo. */
  result: Photos,
  source: 'documented',
});

export const user_photos = endpoint({
  path: '/api/user_friendship/user_photos',
  method: 'GET',
  summary: 'The photos of the own card, by their places.',
  params: { user_id: OwnId },
  result: Photos,
  source: 'documented',
});

export const delete_user_photo = endpoint({
  path: '/api/user_friendship/user_photos/{id}',
  method: 'DELETE',
  summary: 'Takes a photo off the own card; the others keep their places.',
  params: { id: Id },
  result: Type.Object({ status: Type.Boolean(), is_finish_friendship: Type.Boolean() }),
  source: 'documented',
});
