import type { api } from '@kith/contract';
import { setAgeStatus, setSexFilter } from '@kith/core/accounts';
import { unlockChannel } from '@kith/core/channels';
import { countClicks, getOwnCard, getOwnStanding, listPeople, resetClicks } from '@kith/core/discovery';
import { buyPlan, getOffer, loadQuota } from '@kith/core/billing';
import { presentDateTime, readDateTime } from '../date.js';
import type { Handlers } from '../implement.js';
import type { UserPhotosHandlers } from './user-photos.js';
import { presentIcon, presentListedPerson, presentMasked } from './present/person.js';
import { presentKeys, presentTickets } from './present/quota.js';
import { presentStanding } from './present/standing.js';
import { presentOffer, presentRecord } from './present/plan.js';

const DEFAULT_PAGE_SIZE = 30;

/** The message for an empty list; its trailing blank is part of the document. */
const NOBODY = '哎呀!目前線上沒有同學 :( 滑個論壇再回來看看吧 ';

/** The message for a purchase that was submitted before. */
const REPEATED = '交易重覆';

/** `/api/user_friendship/*`: finding people, and settings for being found. */
export const userFriendshipHandlers: Omit<Handlers<typeof api.user_friendship>, keyof UserPhotosHandlers> = {
  data: async (ctx, { list_type: list, page = 1, page_size: perPage = DEFAULT_PAGE_SIZE }, call) => {
    const { people, own, allowance } = await listPeople(ctx, { list, page, perPage });
    if (people.total === 0 && list !== 'seen') call.say({ 'zh-Hans': NOBODY, 'zh-Hant': NOBODY, en: NOBODY });
    return {
      list: people.rows.map((person) =>
        person.card
          ? presentListedPerson(ctx.tenant, person, call.origin)
          : presentMasked(ctx.tenant, person, call.origin),
      ),
      count: people.total,
      list_type: list,
      is_vip: allowance.hasVip,
      is_finish_friendship: own.isFinished,
      ...presentIcon(own, call.origin),
      curr_page: people.page,
      total_page: people.lastPage,
      page_size: people.perPage,
    };
  },

  filter_sex_code: async (ctx, params) => {
    await setSexFilter(ctx, params.sex_code);
    return { status: true };
  },

  age_status: async (ctx, params) => ({ status: await setAgeStatus(ctx, params.age_status) }),

  profile_click: async (ctx) => ({ click_count: await countClicks(ctx) }),

  reset_profile_click: async (ctx) => {
    await resetClicks(ctx);
    return { status: true };
  },

  ticket_number: async (ctx) => {
    const tickets = await loadQuota(ctx, 'ticket');
    return {
      ticket_number: presentTickets(tickets),
      limit: tickets.limit ?? -1,
      reset_at: presentDateTime(ctx.tenant, tickets.resetAt),
    };
  },

  unlock: async (ctx, { channel_id: channelId, target_id: targetId }, call) => {
    const done = await unlockChannel(ctx, { channelId, targetId });
    if (!done.isReadable) {
      const at = presentDateTime(ctx.tenant, done.resetAt);
      call.say({
        'zh-Hans': `钥匙用完了，${at} 恢复`,
        'zh-Hant': `鑰匙用完了，${at} 恢復`,
        en: `No keys left until ${at}`,
      });
    }
    return { status: done.isReadable };
  },

  stranger_key_number: async (ctx) => ({
    stranger_key_number: presentKeys(await loadQuota(ctx, 'stranger_key')),
  }),

  standing: async (ctx) => presentStanding(await getOwnStanding(ctx)),

  vip_plan: async (ctx, _params, call) => {
    const [offer, own] = await Promise.all([getOffer(ctx), getOwnCard(ctx)]);
    return { ...presentIcon(own, call.origin), ...presentOffer(offer) };
  },

  buy_vip_plan: async (ctx, params, call) => {
    const bought = await buyPlan(ctx, {
      planCode: params.plan_code,
      platform: params.platform,
      transactionId: params.transaction_id,
      transactionDate: params.transaction_date,
      originalTransactionId: params.original_transaction_id,
      originalTransactionDate: params.original_transaction_date,
      boughtAt: readDateTime(ctx.tenant, params.transaction_date).ms,
      signedTransaction: params.signed_transaction,
      purchaseToken: params.purchase_token,
    });
    if (!bought.isRepeat) return { status: true, is_repeat: false };
    call.say({ 'zh-Hans': REPEATED, 'zh-Hant': REPEATED, en: REPEATED });
    return {
      status: false,
      is_vip: bought.isVip,
      is_repeat: true,
      list: bought.record ? presentRecord(bought.record) : {},
    };
  },
};
