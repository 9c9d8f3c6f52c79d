import type { admin } from '@kith/contract';
import {
  addPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
  startPasskey,
  startPasskeySignIn,
  startProof,
  type Passkey,
} from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';
import { loadSession } from './load-session.js';

export const passkeysHandlers: AdminHandlers<typeof admin.passkeys> = {
  askSignIn: async (ctx, _params, { passkeySite, browserToken, setCookie }) => {
    const started = await startPasskeySignIn(ctx, { site: passkeySite(), browserToken });
    setCookie('browser', started.browserToken);
    return { options: started.options };
  },

  signIn: async (ctx, { name, passkey }, { passkeySite, browserToken, deviceToken, setCookie }) => {
    const { staff, ...tokens } = await signInWithPasskey(ctx, {
      site: passkeySite(),
      answer: passkey,
      name,
      browserToken,
      deviceToken,
    });
    setCookie('session', tokens.token);
    setCookie('device', tokens.deviceToken);
    setCookie('browser', undefined);
    return loadSession({ ...ctx, staff });
  },

  askProof: async (ctx, _params, { passkeySite }) => ({ options: await startProof(ctx, passkeySite()) }),
  list: async (ctx) => (await listPasskeys(ctx)).map(presentPasskey),
  ask: async (ctx, _params, { passkeySite }) => ({ options: await startPasskey(ctx, passkeySite()) }),
  add: async (ctx, { name, passkey }, { passkeySite }) =>
    presentPasskey(await addPasskey(ctx, { name, answer: passkey, site: passkeySite() })),
  rename: (ctx, params) => renamePasskey(ctx, params),
  remove: (ctx, { id }) => removePasskey(ctx, id),
};

function presentPasskey({ id, name, createdAt, lastUsedAt }: Passkey) {
  return { id, name, createdAt, ...(lastUsedAt !== null && { lastUsedAt }) };
}
