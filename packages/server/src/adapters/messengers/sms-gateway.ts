import { bounds } from '@kith/core/kernel';
import { NotSent, type SmsSender, type TextMessage } from '@kith/core/ports';

/** The request with which an HTTP gateway accepts a text message. */
export interface SmsGateway {
  /** These templates may contain `{number}`, `{text}`, `{code}` and `{signature}`. */
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The sender's name, which some providers require. */
  readonly signature: string;
  /** The statuses that mean acceptance; empty for 200 to 299. */
  readonly success: readonly number[];
  readonly timeoutMs: number;
}

type Values = Readonly<Record<'number' | 'text' | 'code' | 'signature', string>>;

/** Errors of a connection that was never made, so nothing was sent. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** A proxy in front of the gateway did not get its answer. */
const ANSWER_LOST = new Set([502, 504]);
const TRY_LATER = new Set([408, 425, 429]);

/** Sends text messages through an HTTP gateway, which is not followed to other addresses. */
export function makeSmsGateway(gateway: SmsGateway): SmsSender {
  return {
    isAvailable: true,
    send: async (message) => {
      const response = await request(gateway, message);
      const answer = await readAnswer(response);
      const { status } = response;
      const { success } = gateway;
      const isAccepted = success.length === 0 ? status >= 200 && status <= 299 : success.includes(status);
      const shown = `HTTP ${status} ${answer}`.trim();
      if (isAccepted) return shown;
      if (ANSWER_LOST.has(status)) throw new NotSent('unknown', shown);
      throw new NotSent(status >= 500 || TRY_LATER.has(status) ? 'later' : 'never', shown);
    },
  };
}

async function request(gateway: SmsGateway, message: TextMessage): Promise<Response> {
  const { phone: number, text, code } = message;
  const values: Values = { number, text, code, signature: gateway.signature };
  const headers = Object.fromEntries(
    Object.entries(gateway.headers).map(([name, value]) => [name, fill(value, values, encodeURIComponent)]),
  );
  const body = fill(gateway.body, values, escapeFor(gateway.headers));
  try {
    return await fetch(fill(gateway.url, values, encodeURIComponent), {
      method: gateway.method,
      headers,
      redirect: 'manual',
      ...(gateway.method !== 'GET' && { body }),
      signal: AbortSignal.timeout(gateway.timeoutMs),
    });
  } catch (error) {
    const { code: reason = '' } = ((error as Error).cause ?? {}) as { code?: string };
    const failure = NEVER_CONNECTED.has(reason) || isCertificateError(reason) ? 'later' : 'unknown';
    throw new NotSent(failure, `No answer (${reason || (error as Error).name}).`, { cause: error });
  }
}

function isCertificateError(reason: string): boolean {
  return reason.includes('CERT') || reason.startsWith('ERR_TLS') || reason.startsWith('UNABLE_TO_');
}

function fill(template: string, values: Values, escape: (value: string) => string): string {
  return template.replaceAll(/\{(number|text|code|signature)\}/g, (_, name: keyof Values) =>
    escape(values[name]),
  );
}

/** Values are escaped as the body's content type requires, so that a text cannot add a field. */
function escapeFor(headers: Readonly<Record<string, string>>): (value: string) => string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (type.includes('json')) return (value) => JSON.stringify(value).slice(1, -1);
  if (type.includes('x-www-form-urlencoded')) return encodeURIComponent;
  if (type.includes('xml'))
    return (value) => value.replaceAll(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return (value) => value;
}

/** The beginning of the answer; what is missing of it does not matter once the status is known. */
async function readAnswer(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      size += (chunk as Uint8Array).length;
      if (size > bounds.outbox.answerBytes) break;
    }
  } catch {
    // The status decides.
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, bounds.outbox.answerBytes);
}
