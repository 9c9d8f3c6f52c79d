import { ImClientFrame, imFrames, imShapes, realtime, type ImFrames } from '@kith/contract';
import type { TSchema } from 'typebox';
import { makeSchemaBook, type JsonSchema, type SchemaBook } from './json-schema.js';
import { VERSION } from './version.js';

type Json = Readonly<Record<string, unknown>>;

/** Frames of one direction of a protocol, by name. */
type Frames = Readonly<Record<string, TSchema>>;

interface Protocol {
  readonly name: string;
  readonly channel: Json;
  readonly fromClient: Frames;
  readonly fromServer: Frames;
}

/** Both protocols of the sockets as an AsyncAPI 3 document, built from the contract. */
export function describeSockets(): Json {
  const book = makeSchemaBook({ ...imShapes, ...realtime });
  const protocols = [kithV1(), im()];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Kith sockets', version: VERSION, license: { name: 'MIT' }, description: INTRODUCTION },
    defaultContentType: 'application/json',
    servers: {
      kith: {
        host: '{host}',
        protocol: 'wss',
        description: '`ws` if the server is reached without TLS.',
        variables: { host: { default: 'localhost:8080', description: 'The host and port of the HTTP API.' } },
      },
    },
    channels: Object.fromEntries(
      protocols.map((protocol) => [
        protocol.name,
        { ...protocol.channel, messages: messagesOf(protocol, book) },
      ]),
    ),
    operations: Object.assign({}, ...protocols.map(operationsOf)) as Json,
    components: {
      schemas: book.named(),
    },
  };
}

const INTRODUCTION = `Realtime delivery. Both protocols are served on every path; a client selects one by the WebSocket
sub-protocol that it requests. A token comes from a sign-in over HTTP, which [/openapi.json](/openapi.json) describes.`;

function kithV1(): Protocol {
  const reasons = Object.entries(realtime.CloseCode).map(([name, code]) => `${code} ${name}`);
  return {
    name: realtime.SUBPROTOCOL,
    channel: {
      address: '/ws',
      title: realtime.SUBPROTOCOL,
      description: `JSON text frames of at most ${realtime.MAX_FRAME_BYTES} bytes; \`t\` names a frame. Close codes: ${reasons.join(', ')}.`,
      bindings: {
        ws: {
          bindingVersion: '0.1.0',
          headers: {
            type: 'object',
            required: ['Sec-WebSocket-Protocol'],
            properties: { 'Sec-WebSocket-Protocol': { const: realtime.SUBPROTOCOL } },
          },
        },
      },
    },
    fromClient: namedFrames(realtime.ClientFrame.anyOf),
    fromServer: namedFrames(realtime.ServerFrame.anyOf),
  };
}

/** Frames by the names under which the contract exports them. */
function namedFrames(frames: readonly TSchema[]): Frames {
  const names = new Map(Object.entries(realtime).map(([name, value]) => [value as unknown, name]));
  return Object.fromEntries(frames.map((frame) => [names.get(frame), frame]));
}

function im(): Protocol {
  const frames = Object.keys(imFrames).map((action) => [action, frameOf(action as keyof ImFrames)]);
  return {
    name: 'im',
    channel: {
      address: '/',
      title: 'Chat API',
      description: 'JSON text frames without a sub-protocol; `action` names a frame.',
    },
    fromClient: { token: ImClientFrame },
    fromServer: Object.fromEntries(frames) as Frames,
  };
}

/** The whole frame of an action. */
function frameOf(action: keyof ImFrames): JsonSchema {
  const data: (TSchema & { '~optional'?: true }) | undefined = imFrames[action];
  return {
    type: 'object',
    required: ['action', ...(data && !data['~optional'] ? ['data'] : [])],
    properties: { action: { const: action }, ...(data && { data }) },
  };
}

function messagesOf({ fromClient, fromServer }: Protocol, book: SchemaBook): Json {
  return Object.fromEntries(
    Object.entries({ ...fromClient, ...fromServer }).map(([name, frame]) => [
      name,
      { name, payload: book.of(frame) },
    ]),
  );
}

/** AsyncAPI names directions from the point of view of the described server. */
function operationsOf({ name, fromClient, fromServer }: Protocol): Json {
  const operation = (action: 'send' | 'receive', frames: Frames) => ({
    action,
    channel: { $ref: `#/channels/${name}` },
    messages: Object.keys(frames).map((frame) => ({ $ref: `#/channels/${name}/messages/${frame}` })),
  });
  return {
    [`${name}.receive`]: operation('receive', fromClient),
    [`${name}.send`]: operation('send', fromServer),
  };
}
