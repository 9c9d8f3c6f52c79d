import type { api, Method } from '@kith/contract';

/** Method, path, and `user_id` if the endpoint takes the id of the caller. A segment of the path in braces is a parameter. */
export type ApiEndpoint = readonly [Method, path: string, ownId?: 'user_id'];

/**
 * What a call needs to know of each endpoint. The contract's declarations would bring its schema library into the page; a
 * test compares this table with them.
 */
export const apiEndpoints: {
  readonly [G in keyof typeof api]: { readonly [K in keyof (typeof api)[G]]: ApiEndpoint };
} = {
  channel: {
    list: ['GET', '/api/channel', 'user_id'],
    messages: ['GET', '/api/channel/{channel_id}/message', 'user_id'],
    open: ['POST', '/api/channel', 'user_id'],
    send: ['POST', '/api/channel/{channel_id}/message', 'user_id'],
  },
  chat: {
    friendship_block: ['POST', '/api/chat/friendship_block', 'user_id'],
    friendship_blockReasons: ['GET', '/api/chat/friendship_blockReasons', 'user_id'],
    getBlockReasonsList: ['GET', '/api/chat/getBlockReasonsList'],
  },
  intro: {
    card: ['GET', '/api/intro/{target_user_id}', 'user_id'],
    options: ['GET', '/api/intro'],
    set: ['POST', '/api/intro', 'user_id'],
  },
  login: {
    login: ['POST', '/api/login'],
  },
  register: {
    register: ['POST', '/api/register'],
  },
  user_friendship: {
    age_status: ['POST', '/api/user_friendship/age_status', 'user_id'],
    buy_vip_plan: ['POST', '/api/user_friendship/vip_plan', 'user_id'],
    data: ['POST', '/api/user_friendship/data', 'user_id'],
    delete_user_photo: ['DELETE', '/api/user_friendship/user_photos/{id}'],
    filter_sex_code: ['POST', '/api/user_friendship/filter_sex_code', 'user_id'],
    profile_click: ['GET', '/api/user_friendship/profile_click', 'user_id'],
    reset_profile_click: ['POST', '/api/user_friendship/reset_profile_click', 'user_id'],
    set_user_photo: ['POST', '/api/user_friendship/user_photos', 'user_id'],
    standing: ['GET', '/api/user_friendship/standing', 'user_id'],
    stranger_key_number: ['GET', '/api/user_friendship/stranger_key_number', 'user_id'],
    ticket_number: ['GET', '/api/user_friendship/ticket_number'],
    unlock: ['POST', '/api/user_friendship/stranger_key_number', 'user_id'],
    user_photos: ['GET', '/api/user_friendship/user_photos', 'user_id'],
    vip_plan: ['GET', '/api/user_friendship/vip_plan', 'user_id'],
  },
};
