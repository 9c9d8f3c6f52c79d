import { createECDH, hkdfSync } from 'node:crypto';

/** The keys with which push services recognise this installation, base64url. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** More than the order has, so that the remainder is even. */
const SEED_BYTES = 48;

/**
 * Keys that follow from the secret of the tokens: all nodes have the same ones without sharing a further secret, and they
 * change when all sessions end anyway, with which subscriptions end too.
 */
export function deriveVapidKeys(tokenKey: Uint8Array): VapidKeys {
  const seed = Buffer.from(hkdfSync('sha256', tokenKey, '', 'kith web push', SEED_BYTES));
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalar.toString(16).padStart(64, '0'), 'hex');
  return {
    publicKey: pair.getPublicKey('base64url'),
    privateKey: Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').toString('base64url'),
  };
}
