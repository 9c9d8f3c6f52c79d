import { bounds, DomainError, invalid } from '@kith/core/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import { addValue, requireBoundedParts, readForm } from './form.js';
import { readJson } from './transport.js';
import type { ByteBudget } from './read-file.js';

/** The size limit of a scope, and its error for larger bodies. */
export interface LargeBodies {
  readonly limitBytes: number;
  readonly budgetOf: (request: FastifyRequest) => ByteBudget;
  readonly tooLarge: () => DomainError;
}

/**
 * Lets a scope accept bodies of any type up to a larger limit than usual. Bytes count against the budget as they
 * arrive, so a slow body reserves only what was sent. Returns a function that releases the bytes of a request.
 */
export function readLargeBodies(app: FastifyInstance, of: LargeBodies): (request: FastifyRequest) => void {
  const held = new WeakMap<FastifyRequest, number>();
  const oneByOne = pLimit(1);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: Readable) => {
    if (Number(request.headers['content-length']) > of.limitBytes) throw of.tooLarge();
    const bytes = await readBody(payload, of, of.budgetOf(request));
    held.set(request, bytes.length);
    try {
      return await oneByOne(async () => {
        await setImmediate(); // The event loop serves others between two bodies.
        return parse(bytes, request.headers['content-type'] ?? '');
      });
    } catch (error) {
      giveBack(request);
      throw error;
    }
  });

  function giveBack(request: FastifyRequest): void {
    of.budgetOf(request).release(held.get(request) ?? 0);
    held.delete(request);
  }
  return giveBack;
}

async function readBody(
  payload: Readable,
  { limitBytes, tooLarge }: LargeBodies,
  budget: ByteBudget,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let taken = 0;
  // Keep the stream open: otherwise the connection breaks before the client receives the refusal.
  const rest = payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    for await (const chunk of rest) {
      if (taken + chunk.length > limitBytes) throw tooLarge();
      budget.reserve(chunk.length);
      taken += chunk.length;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, taken);
  } catch (error) {
    budget.release(taken);
    throw error;
  }
}

async function parse(bytes: Buffer, contentType: string): Promise<object> {
  if (/^application\/json\b/i.test(contentType)) return readJson(bytes);
  return /^multipart\/form-data\b/i.test(contentType)
    ? readMultipart(bytes, contentType)
    : readForm(bytes, { keepsPlusAboveBytes: bounds.body.largeValueBytes });
}

/** The parameter `boundary`, with the characters that RFC 2046 allows. */
const BOUNDARY = /;\s*boundary=("?)([\w'()+,./:=? -]{0,69}[\w'()+,./:=?-])\1\s*(?:;|$)/i;

/** The fields of a multipart body; as in a form, a repeated name becomes a list. */
async function readMultipart(bytes: Buffer, contentType: string): Promise<object> {
  const boundary = BOUNDARY.exec(contentType)?.[2];
  if (boundary === undefined) throw invalid('body');
  requireBoundedParts(bytes, boundary);
  const body = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
  // Only the counted boundary may separate parts, regardless of the other parameters of the type.
  const headers = { 'content-type': `multipart/form-data; boundary="${boundary}"` };
  const form = await new Response(body, { headers }).formData().catch(() => undefined);
  if (!form) throw invalid('body');
  const values = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of form) if (typeof value === 'string') addValue(values, name, value);
  return values;
}
