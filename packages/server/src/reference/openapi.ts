import { adminShapes, apiShapes, imShapes, MAX_INTEGER } from '@kith/contract';
import { adminEndpoints, adminPaths, adminRefusals } from './admin-operations.js';
import { apiEndpoints, apiPaths, apiRefusals } from './api-operations.js';
import { imEndpoints, imPaths, imRefusals } from './im-operations.js';
import { makeSchemaBook } from './json-schema.js';
import { tagOf } from './operations.js';
import { VERSION } from './version.js';

/** The Chat API, the Friendship API and the admin API as an OpenAPI 3.1 document, built from the contract. */
export function describeHttp(): Readonly<Record<string, unknown>> {
  const book = makeSchemaBook({ ...imShapes, ...apiShapes, ...adminShapes });
  const paths = { ...imPaths(book), ...apiPaths(book), ...adminPaths(book) };
  const tags = new Set([...imEndpoints, ...apiEndpoints, ...adminEndpoints].map(tagOf));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Kith',
      version: VERSION,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...book.named(), ...imRefusals() },
      responses: { ...apiRefusals(), ...adminRefusals() },
      parameters: { locale, tenant, console: consoleHeader },
      headers: { RetryAfter: retryAfter },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        imToken: { type: 'apiKey', in: 'query', name: '_token', description: 'Also read from the body.' },
        apiToken: { type: 'apiKey', in: 'query', name: 'api_token', description: 'Also read from the body.' },
        staffSession: {
          type: 'apiKey',
          in: 'cookie',
          name: 'kith-session',
          description: 'With TLS, `__Host-kith-session`.',
        },
      },
    },
  };
}

const INTRODUCTION = `Three HTTP APIs on the same accounts and messages.

**Chat API, \`/im\`.** Send a form, JSON or multipart body with POST, or the same values in the query with GET. Paths
are matched in any letter case. The HTTP status is always 200; \`err\` (or \`code\`) distinguishes success from a
refusal. Upload a file in the multipart field \`file\`.

**Friendship API, \`/api\`.** The HTTP status distinguishes success from a refusal, and \`code\` names the reason.

**Admin API, \`/admin\`.** For the staff of the console. Sign in with \`POST /admin/session\`, which sets a cookie. Bodies are
JSON; success is \`{data}\`, a refusal \`{error: {code, message, …}}\`.

Members register or sign in with \`/im/in/reg\`, \`/im/in/login\`, \`/api/register\` or \`/api/login\`; the token works in both APIs
and on the sockets. Realtime delivery has a separate description: [/asyncapi.json](/asyncapi.json).`;

const locale = {
  name: '_locale',
  in: 'query',
  description: 'The language of `msg`; without it, `Accept-Language` decides. Also read from the body.',
  schema: { type: 'string', examples: ['zh-Hans', 'zh-Hant', 'en'] },
};

const tenant = {
  name: '_agent_id',
  in: 'query',
  description: 'The id of the tenant; 1 if it is absent. Also read from the body.',
  schema: { type: 'integer', minimum: 1, maximum: MAX_INTEGER },
};

const consoleHeader = {
  name: 'x-kith-console',
  in: 'header',
  required: true,
  description: 'Any value: it proves that a page of this origin, or no page, sends the request.',
  schema: { type: 'string', enum: ['1'] },
};

const retryAfter = {
  description: 'For a refusal by a limit: seconds after which the request may succeed.',
  schema: { type: 'integer', minimum: 1 },
};
