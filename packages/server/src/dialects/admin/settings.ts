import type { admin } from '@kith/contract';
import { changeSettings, listSettings, type StaffCtx } from '@kith/core/staff';
import type { Locale } from '../locale.js';
import type { AdminHandlers } from './implement.js';
import { presentSetting } from './present/setting.js';

export const settingsHandlers: AdminHandlers<typeof admin.settings> = {
  list: (ctx, _, { locale }) => showSettings(ctx, locale),
  change: async (ctx, params, { locale }) => {
    await changeSettings(ctx, params);
    return showSettings(ctx, locale);
  },
};

async function showSettings(ctx: StaffCtx, locale: Locale) {
  const { version, settings } = await listSettings(ctx);
  return { version, settings: settings.map((setting) => presentSetting(setting, locale)) };
}
