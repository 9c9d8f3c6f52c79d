import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Contact, Done, PersonItem, UserPhoto } from './shapes.js';
import { Base64, Id, Maybe, OneOf, OwnId, Paging, PlanCode, Text, Time } from './wire.js';

export const data = endpoint({
  path: '/api/user_friendship/data',
  summary: "Lists users: visitors of the caller's intro, users of the same school, or recently active users.",
  params: {
    user_id: OwnId,
    list_type: OneOf('seen', 'near', 'online', 'online_random', 'online_profile'),
    ...Paging({ maximum: 100 }),
  },
  result: Type.Object({
    list: Type.Array(
      Type.Object({
        ...PersonItem.properties,
        photo_url: described(Type.String(), 'The first photo of the card; empty without one.'),
        contact: Contact,
      }),
    ),
    count: described(
      Type.Integer(),
      'The total number of users; for a list without pages, the number returned.',
    ),
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
  summary: 'Sets the sexes that the lists of users show.',
  params: { user_id: OwnId, sex_code: OneOf('M', 'F', 'BOTH') },
  result: Done,
  source: 'documented',
});

export const age_status = endpoint({
  path: '/api/user_friendship/age_status',
  summary: "Sets the caller's age status: 0 unknown, 1 adult, 2 minor.",
  params: { user_id: OwnId, age_status: OneOf(0, 1, 2) },
  result: Done,
  source: 'documented',
});

export const profile_click = endpoint({
  path: '/api/user_friendship/profile_click',
  method: 'GET',
  summary: "Returns how often others have opened the caller's intro since the last reset.",
  params: { user_id: OwnId },
  result: Type.Object({ click_count: Type.Integer() }),
  source: 'documented',
});

export const reset_profile_click = endpoint({
  path: '/api/user_friendship/reset_profile_click',
  summary: "Resets the count of visits to the caller's intro.",
  params: { user_id: OwnId },
  result: Done,
  source: 'documented',
});

export const ticket_number = endpoint({
  path: '/api/user_friendship/ticket_number',
  method: 'GET',
  summary: 'Returns how many new contacts the caller may still open today.',
  result: Type.Object({
    ticket_number: described(Type.String(), '"-1" means no limit.'),
    limit: Type.Integer(),
    reset_at: described(Type.String(), 'When the full number is available again.'),
  }),
  source: 'documented',
});

export const unlock = endpoint({
  path: '/api/user_friendship/stranger_key_number',
  summary: 'Unlocks the messages of a stranger.',
  params: { user_id: OwnId, target_id: Id, channel_id: Id },
  result: Done,
  source: 'documented',
});

export const stranger_key_number = endpoint({
  path: '/api/user_friendship/stranger_key_number',
  method: 'GET',
  summary: 'Returns how many conversations of strangers the caller may still unlock today.',
  params: { user_id: OwnId },
  result: Type.Object({
    stranger_key_number: described(Type.Integer(), '999 means no limit; -1 means none left.'),
  }),
  source: 'documented',
});

/** What is left of a daily quota; null without a limit. */
const Quota = Type.Object({
  limit: Type.Union([Type.Integer(), Type.Null()]),
  remaining: Type.Union([Type.Integer(), Type.Null()]),
});

export const standing = endpoint({
  path: '/api/user_friendship/standing',
  method: 'GET',
  summary: "Returns the caller's choices for finding people and what is left of the daily quotas.",
  params: { user_id: OwnId },
  result: Type.Object({
    age_status: described(OneOf(0, 1, 2), '0 unknown, 1 adult, 2 minor.'),
    filter_sex_code: OneOf('M', 'F', 'BOTH'),
    chat_status: described(OneOf('yes', 'no'), 'Whether strangers may send waves and messages.'),
    hide_presence: OneOf(0, 1),
    hide_visits: OneOf(0, 1),
    is_vip: Type.Boolean(),
    plan_code: described(Type.String(), 'The running plan; empty without one.'),
    vip_until_ts: described(
      Type.Union([Type.Integer(), Type.Null()]),
      'When the plan ends without further purchases, in milliseconds.',
    ),
    tickets: described(Quota, 'New contacts.'),
    waves: Quota,
    super_waves: Quota,
    stranger_keys: Quota,
    reset_ts: described(Type.Integer(), 'When the full numbers are available again, in milliseconds.'),
  }),
  source: 'own',
});

export const vip_plan = endpoint({
  path: '/api/user_friendship/vip_plan',
  method: 'GET',
  summary: "Lists the plans for sale and the caller's running plan.",
  params: { user_id: OwnId },
  result: Type.Object({
    user_icon: Type.String(),
    user_background_icon: Type.String(),
    ticket_number: described(Type.String(), '"-1" means no limit.'),
    ticket_constant: described(Type.Integer(), 'The ticket number of the running plan; 0 without one.'),
    is_vip: Type.Boolean(),
    app_account_token: described(
      Type.String(),
      'Identifies the caller to an app store during a purchase: a UUID that never changes.',
    ),
    list: Type.Array(
      Type.Object({
        plan_id: Type.Integer(),
        unit_name: Type.String(),
        amount_per_unit: described(Type.String(), 'Prefixed with the currency, like `amount`.'),
        plan_note: Type.String(),
        ticket_constant: Type.Integer(),
        plan_discount: described(Type.String(), 'Empty if the plan has no discount.'),
        plan_name: Type.String(),
        plan_code: Type.String(),
        amount: Type.String(),
        plan_status: described(Type.Boolean(), 'Whether this plan is running; true for at most one plan.'),
        extra_data: Type.String(),
      }),
    ),
  }),
  source: 'documented',
});

export const buy_vip_plan = endpoint({
  path: '/api/user_friendship/vip_plan',
  summary: 'Records a purchase and grants its plan once.',
  params: {
    user_id: OwnId,
    plan_code: PlanCode(),
    transaction_id: Text({ maxLength: 128 }),
    transaction_date: Time('time'),
    original_transaction_id: described(
      Maybe(Text({ maxLength: 128 })),
      'The id that stays the same across renewals; defaults to `transaction_id`.',
    ),
    original_transaction_date: Time('time'),
    platform: described(
      Maybe(OneOf('ios', 'android', 'web')),
      'The platform of the purchase; defaults to the platform of the proof, else `ios`.',
    ),
    signed_transaction: described(
      Maybe(Text({ maxLength: 20_000, isSecret: true })),
      'The transaction signed by Apple.',
    ),
    purchase_token: described(
      Maybe(Text({ maxLength: 1000, isSecret: true })),
      'The purchase token issued by Google.',
    ),
  },
  result: Type.Object({
    status: Type.Boolean(),
    is_repeat: Type.Boolean(),
    is_vip: described(Type.Optional(Type.Boolean()), 'Present only if `is_repeat` is true; likewise `list`.'),
    list: described(
      Type.Optional(
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
      'The purchase stored first; empty if another account submitted it.',
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
  summary: "Adds or replaces a photo of the caller's card; others see it after review.",
  params: {
    user_id: OwnId,
    photo_index: OneOf(1, 2, 3, 4, 5, 6),
    image_type: OneOf('png', 'jpeg', 'jpg', 'gif'),
    image: Base64({ maxBytes: 10 * 1024 * 1024 }),
  },
  /** `list` holds only the new photo. */
  result: Photos,
  source: 'documented',
});

export const user_photos = endpoint({
  path: '/api/user_friendship/user_photos',
  method: 'GET',
  summary: "Lists the photos of the caller's card by `photo_index`.",
  params: { user_id: OwnId },
  result: Photos,
  source: 'documented',
});

export const delete_user_photo = endpoint({
  path: '/api/user_friendship/user_photos/{id}',
  method: 'DELETE',
  summary: "Deletes a photo of the caller's card; the other photos keep their `photo_index`.",
  params: { id: Id },
  result: Type.Object({ status: Type.Boolean(), is_finish_friendship: Type.Boolean() }),
  source: 'documented',
});
