import type { im } from '@kith/contract';
import { getPushSettings, setPushText, subscribe, unsubscribe } from '@kith/core/push';
import type { Handlers } from '../implement.js';

/** `/im/push/*`: push messages to browsers. */
export const pushHandlers: Handlers<typeof im.push> = {
  config: async (ctx) => {
    const { publicKey, showsText } = await getPushSettings(ctx);
    return { public_key: publicKey, show_text: showsText ? 1 : 0 };
  },

  subscribe: (ctx, { endpoint, p256dh, auth }) => subscribe(ctx, { endpoint, p256dh, auth }),

  unsubscribe: (ctx, { endpoint }) => unsubscribe(ctx, endpoint),

  showText: (ctx, { value }) => setPushText(ctx, value === 1),
};
