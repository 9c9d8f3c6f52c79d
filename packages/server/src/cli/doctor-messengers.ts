import { connect } from 'node:net';
import { once } from 'node:events';
import { NotSent } from '@kith/core/ports';
import { maskAnswer } from '@kith/core/outbox';
import type { SmsGateway } from '../adapters/messengers/sms-gateway.js';
import { checkSmtp } from '../adapters/messengers/smtp.js';
import type { Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { readSmsGateway, readSmtpUrl } from '../config/messengers.js';

const WITHIN_MS = 5_000;

interface Finding {
  readonly note?: string;
  readonly problem?: string;
  readonly fix?: string;
}

/** Connects with the mail server and signs in. */
export async function checkMail(config: Config): Promise<Finding> {
  const { KITH_SMTP_URL: url } = readEnv();
  if (!url) return without(config);
  try {
    return { note: await checkSmtp(readSmtpUrl(url), WITHIN_MS) };
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    return {
      problem: `The mail server does not accept this server: ${maskAnswer(error.message)}`,
      fix: 'Correct KITH_SMTP_URL, or see the log of the mail server.',
    };
  }
}

/** Connects with the gateway of text messages. Only a message would show whether it accepts the key. */
export async function checkTexts(config: Config): Promise<Finding> {
  return config.smsFile === undefined ? without(config) : checkGateway(await readSmsGateway(config.smsFile));
}

function without({ isProduction, logsMessages }: Config): Finding {
  const isLogged = !isProduction || logsMessages;
  return { note: `no provider: ${isLogged ? 'they are written to the log' : 'what needs one is off'}` };
}

async function checkGateway({ url }: SmsGateway): Promise<Finding> {
  const { hostname, port, protocol } = new URL(url.replaceAll(/[{}]/g, ''));
  const place = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
  const socket = connect(place);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(WITHIN_MS) });
    return {
      note: `${place.host}:${place.port} accepts connections; "kith sms test NUMBER" sends a message`,
    };
  } catch (error) {
    return {
      problem: `The gateway of text messages cannot be reached (${(error as Error).message}).`,
      fix: 'Correct the url in KITH_SMS_FILE, or let this machine reach it.',
    };
  } finally {
    socket.destroy();
  }
}
