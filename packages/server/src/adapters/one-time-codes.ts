import type { OneTimeCodes } from '@kith/core/ports';
import { Secret, TOTP } from 'otpauth';

const SECRET_BYTES = 20;
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** One-time codes in the form that every authenticator supports: SHA-1, six digits, 30 seconds. */
export const oneTimeCodes: OneTimeCodes = {
  newSecret: () => new Secret({ size: SECRET_BYTES }).base32,
  uriOf: (secret, { issuer, name }) => new TOTP({ ...FORM, secret, issuer, label: name }).toString(),
  periodOf: (secret, code, now) => {
    const token = code.replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(token)) return undefined;
    const delta = new TOTP({ ...FORM, secret }).validate({ token, timestamp: now, window: 1 });
    return delta === null ? undefined : Math.floor(now / (FORM.period * 1000)) + delta;
  },
};
