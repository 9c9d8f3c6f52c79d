import type { im } from '@kith/contract';
import { listOfferedAvatars } from '@kith/core/content';
import { checkCode, sendCode, type CodePurpose } from '@kith/core/accounts';
import { invalid } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { presentConfig, presentSwitch } from './present/config.js';

const purposes: ReadonlyMap<string, CodePurpose> = new Map([
  ['REGISTER', 'register'],
  ['FORGET_PASSWORD', 'reset_password'],
  ['TRADEPASSWORD', 'payment_password'],
]);

/** `/im/app/*`: configuration and start-up, mostly without a token. */
export function appHandlers(deps: Deps): Handlers<typeof im.app> {
  return {
    config: async (ctx, _params, { origin }) =>
      presentConfig(ctx.tenant.settings, { origin, avatars: await listOfferedAvatars(ctx) }),

    sysConfig: async (ctx, { key = '' }, { origin }) => {
      const config = presentConfig(ctx.tenant.settings, { origin, avatars: await listOfferedAvatars(ctx) });
      const value = presentSwitch(ctx.tenant.settings, key);
      return value === undefined ? config : { ...config, key, value };
    },

    getClientip: async (ctx) => ctx.address,

    videoConfig: async () => ({
      vedio_privatekey: '',
      vedio_appid: String(deps.config.tencentAppId ?? ''),
      key: 'vedio',
      tab_id: '3',
    }),

    update: async (ctx, params) => {
      const { appVersion, appUrlAndroid, appUrlIos } = ctx.tenant.settings;
      const isOlder = appVersion !== '' && compareVersions(params.version ?? '', appVersion) < 0;
      return { status: isOlder ? 1 : 0, update_url: { android: appUrlAndroid, ios: appUrlIos } };
    },

    // Accepted and discarded: Kith stores no address books.
    setUserContact: async () => undefined,

    getSms: (ctx, params, { locale }) =>
      sendCode(ctx, { phone: params.mobile.trim(), purpose: purposeOf(params.type), locale }),

    checkSmsCode: (ctx, params) =>
      checkCode(ctx, {
        holder: params.mobile.trim(),
        purpose: purposeOf(params.type),
        code: params.code.trim(),
      }),
  };
}

function purposeOf(type: string): CodePurpose {
  const purpose = purposes.get(type);
  if (!purpose) throw invalid('type');
  return purpose;
}

/** Negative if `a` is older than `b`; parts that are not numbers count as 0. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) =>
    version.split('.').map((part) => Number.parseInt(part, 10) || 0),
  );
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
