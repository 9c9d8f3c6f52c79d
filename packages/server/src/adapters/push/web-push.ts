import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { request as requestHttps, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { bounds, isPublicAddress } from '@kith/core/kernel';
import { NotSent, SubscriptionGone, type PushNote, type PushSender } from '@kith/core/ports';
import type { VapidKeys } from './vapid-keys.js';

/** Statuses after which the same message may be accepted. */
const TRY_LATER = new Set([408, 425, 429]);
const GONE = new Set([404, 410]);

/** Finds the addresses of a name. */
type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** Sends push messages by Web Push (RFC 8030, 8188, 8291, 8292). */
export function makeWebPush({
  keys,
  contact,
  isAllowed = isPublicAddress,
  resolve = lookup,
  tls = {},
}: {
  keys: VapidKeys;
  /** Where operators of push services reach this one's: `mailto:` or `https:`. */
  contact: string;
  /** Which addresses may be contacted; browsers name them, and a private one could be a service behind the firewall. */
  isAllowed?: (address: string) => boolean;
  resolve?: Resolve;
  tls?: Pick<RequestOptions, 'ca'>;
}): PushSender {
  function accepts(endpoint: string): boolean {
    if (!URL.canParse(endpoint)) return false;
    const { protocol, username, password, hostname } = new URL(endpoint);
    const host = hostname.replace(/^\[|\]$/g, '');
    // A name without a dot is one of the local network.
    const isPlace = isIP(host) > 0 ? isAllowed(host) : host.includes('.') && !host.endsWith('.local');
    return protocol === 'https:' && username === '' && password === '' && isPlace;
  }

  return {
    publicKey: keys.publicKey,
    accepts,
    send: async ({ endpoint, p256dh, auth }, note) => {
      if (!accepts(endpoint)) throw new SubscriptionGone('The endpoint may not be contacted.');
      // Loaded with the first message.
      const { default: webPush } = await import('web-push');
      const { headers, body } = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        encode(note),
        {
          vapidDetails: { subject: contact, ...keys },
          TTL: bounds.push.keptSeconds,
          urgency: note.kind === 'message' ? 'high' : 'low',
          // A later note about a conversation replaces an undelivered one. The id has the form of a topic.
          ...('listId' in note && { topic: note.listId }),
        },
      );
      const response = await post(
        endpoint,
        {
          ...tls,
          method: 'POST',
          headers,
          lookup: makeLookup(resolve, isAllowed),
          // A kept connection was checked for another endpoint of the host; none is kept.
          agent: false,
          signal: AbortSignal.timeout(bounds.push.attemptMs),
        },
        body,
      );
      return judge(response);
    },
  };
}

/** The payload, whose members docs/dialects/im.md describes to service workers. */
function encode(note: PushNote): string {
  if (note.kind !== 'message')
    return JSON.stringify({ type: note.kind, ...('listId' in note && { list_id: note.listId }) });
  const { listId, seq, unread, title, sender, text, contentType } = note;
  return JSON.stringify({
    type: 'message',
    list_id: listId,
    seq,
    unread,
    title,
    sender,
    text,
    content_type: contentType,
  });
}

/** Resolves names to allowed addresses only, at the moment of the connection: a name may change its address. */
function makeLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '');
      const allowed = found.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (!first) return done(Object.assign(new Error('The address is private.'), { code: 'EPRIVATE' }), '');
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
  };
}

function judge({ status, text }: { status: number; text: string }): string {
  const answer = `HTTP ${status} ${text}`.trim();
  if (status >= 200 && status <= 299) return answer;
  if (GONE.has(status)) throw new SubscriptionGone(answer);
  throw new NotSent(status >= 500 || TRY_LATER.has(status) ? 'later' : 'never', answer);
}

/** Redirects are answers like any other. A push message that arrives twice replaces itself, so a lost answer is for later. */
function post(url: string, options: RequestOptions, body: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const isForbidden = error.code === 'EPRIVATE';
      const answer = `No answer (${error.code ?? error.name}).`;
      reject(isForbidden ? new SubscriptionGone(answer) : new NotSent('later', answer, { cause: error }));
    };
    const request = requestHttps(url, options, (response) => {
      const status = response.statusCode ?? 0;
      readText(response).then((text) => resolve({ status, text }), fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer); // without an encoding, a response yields buffers
    size += (chunk as Buffer).length;
    if (size > bounds.push.answerBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
