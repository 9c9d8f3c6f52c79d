import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { bounds } from '@kith/core/kernel';
import type { SmsGateway } from '../adapters/messengers/sms-gateway.js';
import type { SmtpServer } from '../adapters/messengers/smtp.js';
import { decodeText } from './text-file.js';

const FORM =
  'KITH_SMTP_URL must look like smtps://user:password@mail.example.org:465, or smtp://user:password@mail.example.org:587 for STARTTLS. Escape the password: @ is %40, # is %23, / is %2F, : is %3A, % is %25.';

/** The mail server that a URL names. The error must not repeat the URL: it contains a password. */
export function readSmtpUrl(text: string): SmtpServer {
  if (!URL.canParse(text)) throw new Error(FORM);
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  const isSecure = protocol === 'smtps:';
  const isPlain = search === '?tls=none';
  const isFormed =
    (isSecure || protocol === 'smtp:') &&
    hostname !== '' &&
    /^\/?$/.test(pathname) &&
    hash === '' &&
    (search === '' || (isPlain && !isSecure));
  if (!isFormed) throw new Error(FORM);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? 465 : 587),
    tls: isSecure ? 'always' : isPlain ? 'none' : 'starttls',
    user: username === '' ? undefined : decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

const Gateway = Compile(
  Type.Object(
    {
      url: Type.String({ pattern: '^https?://' }),
      method: Type.Optional(Type.String({ pattern: '^(GET|POST|PUT)$' })),
      headers: Type.Optional(Type.Record(Type.String(), Type.String())),
      body: Type.Optional(Type.Union([Type.String(), Type.Record(Type.String(), Type.Unknown())])),
      signature: Type.Optional(Type.String()),
      success: Type.Optional(Type.Array(Type.Integer({ minimum: 200, maximum: 599 }))),
      timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: bounds.outbox.attemptMs })),
    },
    { additionalProperties: false },
  ),
);

/** The gateway that a JSON file describes. The error must not repeat the file: it contains a key. */
export async function readSmsGateway(file: string): Promise<SmsGateway> {
  const given = parse(decodeText(await readFile(file), file));
  if (!Gateway.Check(given)) {
    const [error] = Gateway.Errors(given);
    const where = error?.instancePath ? ` at ${error.instancePath}` : '';
    throw new Error(`KITH_SMS_FILE is not valid${where}: ${error?.message}.`);
  }
  const { url, method = 'POST', headers = {}, body = '', signature = '', success = [] } = given;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = [url, text, ...Object.values(headers)].join('\n');
  if (!all.includes('{number}') || !/\{(text|code)\}/.test(all))
    throw new Error('KITH_SMS_FILE sends no message: it must contain {number}, and {text} or {code}.');
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    url,
    method,
    headers:
      typeof body === 'string' || hasType ? headers : { ...headers, 'content-type': 'application/json' },
    body: text,
    signature,
    success,
    timeoutMs: given.timeoutMs ?? 10_000,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
