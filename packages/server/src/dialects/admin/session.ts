import type { admin } from '@kith/contract';
import {
  changeStaffPassword,
  endOtherStaffSessions,
  endStaffSession,
  enrol,
  listStaffSessions,
  proveIdentity,
  renewRecoveryCodes,
  signInStaff,
  signOutStaff,
  startEnrolment,
  switchTenant,
} from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';
import { loadSession } from './load-session.js';

export const sessionHandlers: AdminHandlers<typeof admin.session> = {
  signIn: async (ctx, { name, password, code }, { deviceToken, setCookie }) => {
    const { staff, ...tokens } = await signInStaff(ctx, { name, password, code, deviceToken });
    setCookie('session', tokens.token);
    if (tokens.deviceToken !== undefined) setCookie('device', tokens.deviceToken);
    return loadSession({ ...ctx, staff });
  },

  own: async (ctx) => loadSession(ctx),

  signOut: async (ctx, _params, { setCookie }) => {
    await signOutStaff(ctx);
    setCookie('session', undefined);
  },

  startEnrolment: (ctx) => startEnrolment(ctx),

  enrol: async (ctx, params, { setCookie }) => {
    const { recoveryCodes, token, deviceToken } = await enrol(ctx, params);
    setCookie('session', token);
    setCookie('device', deviceToken);
    return { recoveryCodes: [...recoveryCodes] };
  },

  prove: async (ctx, { passkey, ...params }, { passkeySite }) => {
    const answered = passkey && { answer: passkey, site: passkeySite() };
    return loadSession(await proveIdentity(ctx, { ...params, passkey: answered }));
  },

  changePassword: (ctx, { password }) => changeStaffPassword(ctx, password),
  renewRecoveryCodes: async (ctx) => ({ recoveryCodes: [...(await renewRecoveryCodes(ctx))] }),
  list: (ctx) => listStaffSessions(ctx),
  end: (ctx, { id }) => endStaffSession(ctx, id),
  endOthers: async (ctx) => ({ ended: await endOtherStaffSessions(ctx) }),
  switchTenant: async (ctx, { tenant }) => loadSession(await switchTenant(ctx, tenant)),
};
