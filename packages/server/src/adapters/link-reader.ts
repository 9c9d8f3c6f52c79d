import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import pLimit from 'p-limit';
import { bounds, DomainError, isPublicAddress } from '@kith/core/kernel';
import type { LinkedPage, LinkReader } from '@kith/core/ports';
import { readHead, type PageHead } from './page-head.js';

/** The parts that tests replace. */
export interface LinkReaderParts {
  /** All addresses of a name. */
  readonly resolve: (hostname: string) => Promise<readonly LookupAddress[]>;
  readonly isAllowed: (address: string) => boolean;
  /** The ports of web pages. */
  readonly isAllowedPort: (port: string) => boolean;
}

const publicWeb: LinkReaderParts = {
  resolve: (hostname) => systemLookup(hostname, { all: true }),
  isAllowed: isPublicAddress,
  // Those of `http:` and `https:`: other ports are other services.
  isAllowedPort: (port) => port === '',
};

/** A reader for operators who do not allow it. */
export const noLinks: LinkReader = { isAvailable: false, read: () => Promise.resolve(undefined) };

/** Reads pages with Node's HTTP client. */
export function makeLinkReader(parts: LinkReaderParts = publicWeb): LinkReader {
  const limit = pLimit(bounds.link.atOnce);
  return {
    isAvailable: true,
    read: async (url) => {
      if (limit.pendingCount >= bounds.link.waiting) throw new DomainError('unavailable');
      return limit(() => readPage(parts, url).catch(() => undefined));
    },
  };
}

async function readPage(parts: LinkReaderParts, url: URL): Promise<LinkedPage | undefined> {
  const signal = AbortSignal.timeout(bounds.link.withinMs);
  const page = await get(
    parts,
    url,
    signal,
    /^(?:text\/html|application\/xhtml\+xml)\b/i,
    bounds.link.pageBytes,
  );
  if (!page) return undefined;
  const head: PageHead = await readHead(page.bytes, page.contentType);
  const picture =
    head.picture !== '' && URL.canParse(head.picture, page.url.href)
      ? await get(
          parts,
          new URL(head.picture, page.url),
          signal,
          /^image\//i,
          bounds.link.pictureBytes,
        ).catch(() => undefined)
      : undefined;
  return {
    title: head.title,
    description: head.description,
    // A part of a picture is no picture.
    picture: picture && !picture.isCut ? picture.bytes : undefined,
  };
}

interface Answer {
  readonly url: URL;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Whether it was longer than allowed. */
  readonly isCut: boolean;
}

/** Requests a URL and follows its redirects, each checked like the first. */
async function get(
  parts: LinkReaderParts,
  from: URL,
  signal: AbortSignal,
  types: RegExp,
  maxBytes: number,
): Promise<Answer | undefined> {
  let url = from;
  for (let hop = 0; hop <= bounds.link.redirects; hop++) {
    const response = await send(parts, url, signal);
    const { statusCode = 0, headers } = response;
    const { location } = headers;
    if (statusCode >= 300 && statusCode < 400 && location !== undefined && URL.canParse(location, url.href)) {
      response.destroy();
      url = new URL(location, url);
      continue;
    }
    const contentType = headers['content-type'] ?? '';
    if (statusCode !== 200 || !types.test(contentType)) {
      response.destroy();
      return undefined;
    }
    return { url, contentType, ...(await readUpTo(response, maxBytes)) };
  }
  return undefined;
}

function send(parts: LinkReaderParts, url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // For an address in the URL, the lookup below is never called.
  if (!isWeb || !parts.isAllowedPort(url.port) || (isIP(host) !== 0 && !parts.isAllowed(host)))
    return Promise.reject(new Error('The address is not allowed.'));
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, {
      // The socket connects to an address that was checked: nothing is resolved twice.
      lookup: checkedLookup(parts),
      agent: false,
      signal,
      maxHeaderSize: 16 * 1024,
      headers: {
        accept: 'text/html,image/*;q=0.9',
        'accept-encoding': 'identity',
        'user-agent': 'Kith link preview',
      },
    })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
}

/** Resolves a name, and fails unless all of its addresses are allowed. */
function checkedLookup({ resolve, isAllowed }: LinkReaderParts): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isAllowed(address)))
          return callback(new Error('The address is not allowed.'), '', 0);
        return options.all ? callback(null, [...addresses]) : callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
}

async function readUpTo(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBytes) break;
  }
  response.destroy();
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), isCut: length > maxBytes };
}
