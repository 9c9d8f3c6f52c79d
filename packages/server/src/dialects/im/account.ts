import type { im } from '@kith/contract';
import { endOtherSessions, endOwnSession, listOwnSessions, signOut } from '@kith/core/accounts';
import { listBlocked } from '@kith/core/contacts';
import { appealSignedIn, listLetters } from '@kith/core/moderation';
import { deleteOwnAccount, findOwnData, requestOwnData } from '@kith/core/privacy';
import type { Handlers } from '../implement.js';
import { photoPath, presentDataState, seconds } from './present/account.js';

/** `/im/account/*`: the caller's own account. */
export const accountHandlers: Handlers<typeof im.account> = {
  sessions: async (ctx) =>
    (await listOwnSessions(ctx)).map(({ id, device, platform, network, ...session }) => ({
      id,
      device,
      platform,
      network,
      create_time: seconds(session.createdAt),
      last_time: seconds(session.lastUsedAt),
      is_current: session.isCurrent ? 1 : 0,
    })),

  endSession: (ctx, params) => endOwnSession(ctx, params.id),

  endOtherSessions: async (ctx) => ({ count: await endOtherSessions(ctx) }),

  signOut: (ctx) => signOut(ctx),

  letters: async (ctx, _, { locale }) =>
    (await listLetters(ctx, locale)).map(({ createdAt, ...letter }) => ({
      ...letter,
      time: seconds(createdAt),
    })),

  blocked: async (ctx) =>
    (await listBlocked(ctx)).map(({ person, at }) => ({
      user_id: person.id,
      nickname: person.nickname,
      photo: photoPath(person),
      time: seconds(at),
    })),

  appeal: (ctx, { text }, { locale }) => appealSignedIn(ctx, { text, locale }),

  requestData: (ctx, params) => requestOwnData(ctx, params.password ?? ''),

  dataState: async (ctx) => presentDataState(await findOwnData(ctx)),

  deleteAccount: async (ctx, params) => ({
    erase_time: seconds(await deleteOwnAccount(ctx, params.password ?? '')),
  }),
};
