import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config.js';
import type { Env } from './env.js';
import type { SmsGateway } from '../adapters/messengers/sms-gateway.js';
import type { SmtpServer } from '../adapters/messengers/smtp.js';
import { keepFile } from './keep-file.js';
import { readSmsGateway, readSmtpUrl } from './messengers.js';
import { readTextFile } from './text-file.js';

/** Values that must never be logged or sent. */
export interface Secrets {
  /** Signs tokens. */
  readonly tokenKey: Uint8Array;
  readonly tencentKey: string | undefined;
  /** Proves to TURN servers who may use them. */
  readonly turnSecret: string | undefined;
  /** For the App Store: a private key, PEM. */
  readonly appleKey: string | undefined;
  readonly googleAccount: GoogleAccount | undefined;
  /** The secret in notifications of Google Play. */
  readonly googlePushSecret: string | undefined;
  /** The mail server, with a password. */
  readonly smtp: SmtpServer | undefined;
  /** The gateway of text messages, with a key. */
  readonly smsGateway: SmsGateway | undefined;
}

/** A Google service account. */
export interface GoogleAccount {
  readonly email: string;
  /** PEM. */
  readonly privateKey: string;
  /** Where it requests tokens. */
  readonly tokenUrl: string;
}

/**
 * Loads the secrets from the environment. Creates a missing token secret in the data folder, unless other nodes, which
 * would not accept its tokens, can exist.
 */
export async function loadSecrets(config: Config, env: Env): Promise<Secrets> {
  if (!env.KITH_TOKEN_SECRET && config.bus.kind !== 'none')
    throw new Error(
      'KITH_TOKEN_SECRET is not set. All nodes of a database need the same one: give each of them the characters that "openssl rand -hex 32" prints once, or those of the file token-secret.',
    );
  const text = env.KITH_TOKEN_SECRET || (await keptSecret(config.dataDir));
  if (text.length < SECRET_CHARACTERS)
    throw new Error('KITH_TOKEN_SECRET is too short: give at least 32 random characters.');
  const googlePushSecret = env.KITH_GOOGLE_PUSH_SECRET || undefined;
  if (googlePushSecret !== undefined && googlePushSecret.length < 16)
    throw new Error('KITH_GOOGLE_PUSH_SECRET is too short: give at least 16 random characters.');
  return {
    tokenKey: new TextEncoder().encode(text),
    tencentKey: env.KITH_TENCENT_KEY || undefined,
    turnSecret: env.KITH_TURN_SECRET || undefined,
    appleKey: config.appleKey && (await readAppleKey(config.appleKey.file)),
    googleAccount:
      config.googleKeyFile === undefined ? undefined : await readGoogleAccount(config.googleKeyFile),
    googlePushSecret,
    smtp: env.KITH_SMTP_URL ? readSmtpUrl(env.KITH_SMTP_URL) : undefined,
    smsGateway: config.smsFile === undefined ? undefined : await readSmsGateway(config.smsFile),
  };
}

async function readAppleKey(file: string): Promise<string> {
  const text = await readTextFile(file);
  if (!text.includes('-----BEGIN PRIVATE KEY-----'))
    throw new Error('KITH_APPLE_KEY_FILE contains no private key: use the .p8 file of App Store Connect.');
  return text;
}

async function readGoogleAccount(file: string): Promise<GoogleAccount> {
  const text = await readTextFile(file);
  const account = readJson(text) as Record<string, unknown> | undefined;
  const { client_email: email, private_key: privateKey, token_uri: tokenUrl } = account ?? {};
  if (typeof email !== 'string' || typeof privateKey !== 'string' || typeof tokenUrl !== 'string')
    throw new Error(
      'KITH_GOOGLE_KEY_FILE contains no service account key: use the JSON file of Google Cloud.',
    );
  return { email, privateKey, tokenUrl };
}

/** The error must not repeat invalid JSON: it contains a key. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The minimum length of the token secret. */
const SECRET_CHARACTERS = 32;

/** The file of the secret, used if the environment has none. */
export function secretFile(dataDir: string): string {
  return join(dataDir, 'token-secret');
}

/** The secret in the data folder; undefined if there is no file. Throws if the file contains no secret. */
export async function readKeptSecret(dataDir: string): Promise<string | undefined> {
  const path = secretFile(dataDir);
  const found = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  const secret = found?.trim();
  if (secret === undefined || secret.length >= SECRET_CHARACTERS) return secret;
  throw new Error(
    `${path} contains no valid secret (${secret.length} characters). Restore it from a backup, or remove it and start again: all users must then sign in again.`,
  );
}

/** A fingerprint of the secret, kept in the database: it shows only whether a secret is the same. */
export function tokenCheckOf(tokenKey: Uint8Array): string {
  return createHmac('sha256', tokenKey).update('kith token check').digest('hex');
}

async function keptSecret(dataDir: string): Promise<string> {
  await readKeptSecret(dataDir); // refuses an invalid one
  return keepFile(secretFile(dataDir));
}
