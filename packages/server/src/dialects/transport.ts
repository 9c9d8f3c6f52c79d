import type { Endpoint } from '@kith/contract';
import { bounds, DatabaseUnavailable, DomainError, invalid, restoreNumbers } from '@kith/core/kernel';
import buildSerializer from 'fast-json-stringify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isAscii, isUtf8 } from 'node:buffer';
import { parse as parseQuery } from 'node:querystring';
import { parseJson } from '../app/json.js';
import { addValue, readForm } from './form.js';
import type { UploadedFile } from './implement.js';
import { readFile, type ByteBudget } from './read-file.js';

/** All values of a request, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** What a request carries besides the parameters of its endpoint. */
export interface Envelope {
  readonly values: Values;
  readonly file: UploadedFile | undefined;
  /** Releases the memory of the file. */
  release(): void;
}

/** The router answers invalid escapes with its own error format; strip them, so that the path is merely unknown. */
export function readablePath(path: string): string {
  return isReadable(path) ? path : path.replaceAll('%', '');
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Accepts forms, JSON and any body without a known type (old clients label their forms loosely, or not at all). */
export function readBodies(app: FastifyInstance): void {
  const options = { parseAs: 'buffer', bodyLimit: bounds.body.formBytes } as const;
  const form = async (_request: FastifyRequest, body: Buffer) => readForm(body);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', options, form);
  app.addContentTypeParser('text/plain', options, form);
  app.addContentTypeParser('application/json', options, async (_request: FastifyRequest, body: Buffer) =>
    readJson(body),
  );
  app.addContentTypeParser('*', options, form);
}

/** Decodes UTF-8, with a fast path for ASCII, because a body may be a file of many megabytes. Throws `invalid`. */
export function readText(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) throw invalid('body');
  return bytes.toString('utf8');
}

/** The values of a JSON body. Throws `invalid`. */
export function readJson(body: Buffer): object {
  if (body.length === 0) return {};
  const value = valueOf(readText(body));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('body');
  return value;
}

function valueOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw invalid('body');
  }
}

/** Marks a query with too many values. */
const tooManyValues = Object.freeze({});

/** Parses the query of a URL. If it has too many values, `readEnvelope` rejects it in the format of its dialect. */
export function readQuery(text: string): object {
  let values = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1))
    if (++values > bounds.body.values) return tooManyValues;
  return parseQuery(text, '&', '=', { maxKeys: 0 });
}

/** The maximum size of a form for an endpoint: a content, or long lists, need more than usual. */
export function formBytesOf({ params }: Endpoint): number {
  let escapedBytes = 0;
  for (const schema of Object.values(params.properties as Record<string, FieldSize>)) {
    if (schema.wire === 'json') return bounds.body.messageFormBytes;
    const items = schema.maxItems ?? 1;
    // A character has up to three bytes of UTF-8, and an escaped byte takes three characters.
    escapedBytes += items * 9 * (schema.items?.maxLength ?? schema.maxLength ?? 4);
  }
  return escapedBytes > bounds.body.formBytes ? bounds.body.messageFormBytes : bounds.body.formBytes;
}

interface FieldSize {
  readonly wire?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: FieldSize;
}

/** Where the file of a request is held while it is processed. */
export interface FilePlace {
  /**
   * Called when the file begins, with the values sent before it. Throws if those show that the caller may not send it.
   */
  budgetFor(values: Values): Promise<ByteBudget>;
  readonly maxBytes: number;
}

/** All values of a request: query, then body, then the fields of a multipart body; the last one counts. */
export async function readEnvelope(
  request: FastifyRequest,
  endpoint: Endpoint,
  files: FilePlace | undefined,
): Promise<Envelope> {
  if (request.query === tooManyValues) throw invalid('query');
  const values: Record<string, unknown> = {
    ...(request.query as object),
    ...(request.body as object | undefined),
  };
  let file: UploadedFile | undefined;
  let budget: ByteBudget | undefined;
  if (request.isMultipart()) {
    const fields = Object.create(null) as Record<string, unknown>;
    let left = formBytesOf(endpoint);
    try {
      for await (const part of request.parts()) {
        if (part.type === 'field') {
          // A field labelled as JSON has been parsed, regardless of its content.
          const isText = typeof part.value === 'string';
          const text = isText ? String(part.value) : JSON.stringify(part.value);
          left -= Buffer.byteLength(part.fieldname) + Buffer.byteLength(text);
          if (part.valueTruncated || left < 0)
            throw new DomainError('too_large', undefined, { field: 'body' });
          addValue(fields, part.fieldname, isText ? text : parseJson(text));
        } else if (part.fieldname === 'file' && files && !file) {
          budget = await files.budgetFor({ ...values, ...fields });
          file = { name: part.filename ?? '', bytes: await readFile(part, budget, files.maxBytes) };
        } else part.file.resume();
      }
    } catch (error) {
      // Otherwise the parser would continue to the end of the body, regardless of its length.
      request.raw.unpipe();
      request.raw.resume();
      budget?.release(file?.bytes.length ?? 0);
      // A body that the parser rejects is the client's fault; only some of its errors are marked as such.
      throw refusalOf(error) ?? invalid('body');
    }
    // As in a form: a repeated name becomes a list.
    Object.assign(values, fields);
  }
  return { values, file, release: () => budget?.release(file?.bytes.length ?? 0) };
}

type Serializer = (body: unknown) => string;

/** Compiled on first use, once for all servers of a process. */
const serializers = new WeakMap<Endpoint, Serializer>();

/** Serializes only what the endpoint's response declares. */
export function makeSerializer(endpoint: Endpoint, schemaOf: (endpoint: Endpoint) => object): Serializer {
  return (body) => {
    let compiled = serializers.get(endpoint);
    if (!compiled) {
      compiled = buildSerializer(schemaOf(endpoint) as Parameters<typeof buildSerializer>[0]);
      serializers.set(endpoint, compiled);
    }
    return restoreNumbers(compiled(body));
  };
}

/** The refusal in an error: our own, or the framework's for an unacceptable body. */
export function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof DatabaseUnavailable) return new DomainError('unavailable');
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = String(error.code);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE')
    return new DomainError('too_large');
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? invalid('body') : undefined;
}
