import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino, type Logger } from 'pino';
import { Compile, type Validator } from 'typebox/compile';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import {
  admin,
  adminAnswerSchema,
  answerSchema,
  api,
  apiAnswerSchema,
  im,
  type Endpoint,
} from '@kith/contract';
import { findRequestFrom } from '@kith/core/contacts';
import { acceptFriendRequest, registerAndWelcome, sendFriendRequest } from '@kith/core/friendships';
import { bounds } from '@kith/core/kernel';
import { connectApi, connectIm, type ApiClient, type ImClient } from '@kith/sdk';
import { noLimits } from '../../src/adapters/rate-limits.js';
import { makePasswordHasher } from '../../src/adapters/passwords.js';
import { isPinText } from '../../src/adapters/postgres/session.js';
import { memberCtx, visitorCtx } from '../../src/app/context.js';
import type { Overrides } from '../../src/app/deps.js';
import { startServer, type RunningServer } from '../../src/app/server.js';
import { decideConfig, type Config } from '../../src/config/config.js';
import type { Secrets } from '../../src/config/secrets.js';
import { atPace } from './at-pace.js';
export { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { openLegacySocket, type LegacySocket } from './legacy-socket.js';
import {
  agreeOnPresence,
  firstOf,
  makeSettleNodes,
  meetNodes,
  nodesOfRun,
  prepareBus,
  type NodesOption,
} from './nodes.js';
import { quickFetch } from './quick-fetch.js';
import { isWatched, watchWork } from './request-work.js';
import { openV1Socket, type V1Socket } from './v1-socket.js';

/** A person with an account. */
export interface Person {
  readonly id: number;
  readonly username: string;
  readonly password: string;
  readonly token: string;
  readonly tenant: number;
  /** The address of the node that this person uses. */
  readonly url: string;
  /** The Chat API as this person; rejects with `ImError` when the server refuses. */
  readonly im: ImClient;
  /** The Friendship API as this person; rejects with `ApiError` when the server refuses. */
  readonly api: ApiClient;
  /**
   * A socket of an existing client (no sub-protocol), with the token accepted. The client is a newer one, which requests
   * the ticks of the chats that it opens, unless `asksForTicks` is false.
   */
  socket(options?: { asksForTicks?: boolean }): Promise<LegacySocket>;
  /** A raw `kith.v1` socket after `hello`. */
  v1(hello?: { cursor?: object; conversations?: Record<string, number> }): Promise<V1Socket>;
}

/** A raw response: not unwrapped, and no refusal is thrown. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests read members of responses, whose shape was checked against the contract.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** A real server with its own database, for one test file. */
export interface Kith {
  readonly url: string;
  readonly server: RunningServer;
  /** All nodes; people are spread over them, and so are the sockets of each. `server` is the first. */
  readonly servers: readonly RunningServer[];
  /** Moves the server's clock; sockets and the database keep the real one. */
  advance(ms: number): void;
  /** Posts a form (or what `init` specifies) and returns the response. */
  post(path: string, fields?: Record<string, unknown>, init?: RequestInit): Promise<Answer>;
  /** The Chat API without a token. */
  visitor(options?: { tenant?: number; locale?: string }): ImClient;
  /** A raw request to the Friendship API: parameters in the query or the form, as the method requires. */
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    fields?: Record<string, unknown>,
  ): Promise<Answer>;
  /** Registers an account whose user name begins with `name`. */
  person(name: string, options?: { tenant?: number; sex?: 0 | 1 }): Promise<Person>;
  /** Makes two people friends; returns their conversation. */
  befriend(a: Person, b: Person): Promise<string>;
  /** Waits until all nodes know whether a person is online; a single node always does. */
  agreeOn(person: Pick<Person, 'id'>): Promise<void>;
  /** Runs SQL on the server's database. */
  sql<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** The number of statements that an action and its requests and frames send to the database, without those of messages. */
  countQueries(what: () => Promise<unknown>): Promise<number>;
  /** Stops the server and starts another one on the same data. */
  restart(): Promise<void>;
}

export const PASSWORD = 'Passw0rd1';
/** The form of a conversation id that does not exist. */
const NO_LIST = '0'.repeat(32);

/** The secrets of a server, unless a test gives others. */
export const SECRETS: Secrets = {
  tokenKey: new TextEncoder().encode('a secret of the tests, long enough'),
  tencentKey: undefined,
  turnSecret: undefined,
  appleKey: undefined,
  googleAccount: undefined,
  googlePushSecret: undefined,
  smtp: undefined,
  smsGateway: undefined,
};

let counter = 0;

/**
 * Starts a server before the tests of a file and stops it after them. `log` receives its log lines; `hasLimits` keeps the
 * real limits, which have their own tests; `nodes` starts several servers. The embedded database plans each statement of a
 * connection once, for all values, as it would decide after some calls: planning each call would take a quarter of its
 * processor time. It starts no processes to read tables in parallel. With `usualPlans` it decides itself, as an installed
 * PostgreSQL always does. `template` is the database to copy; by default one with the current schema and no rows.
 */
export function useKith(
  options: {
    config?: Partial<Config>;
    secrets?: Partial<Secrets>;
    overrides?: Overrides;
    log?: Logger;
    hasLimits?: boolean;
    usualPlans?: boolean;
    nodes?: NodesOption;
    template?: string;
  } = {},
): Kith {
  const name = `kith_${process.pid}_${++counter}`;
  const database = { ...inject('database'), database: name };
  const kith = {} as { -readonly [K in keyof Kith]: Kith[K] };
  let dataDir = '';
  const nodes = options.nodes ?? nodesOfRun();
  let bus: Awaited<ReturnType<typeof prepareBus>>;
  let shiftMs = 0;
  /** A restart uses the same ports: clients keep their addresses. */
  let ports: readonly number[] = [];
  let settleNodes = () => Promise.resolve();
  let people = 0;
  let admin: pg.Client;
  let sqlPool: pg.Pool;

  async function start(): Promise<void> {
    const servers: RunningServer[] = [];
    // The first one fills the database.
    for (const port of ports) servers.push(await startNode(port));
    kith.servers = servers;
    kith.server = firstOf(servers);
    kith.url = urlOf(0);
    await meetNodes(servers);
    settleNodes = makeSettleNodes(kith.servers);
  }

  function urlOf(node: number): string {
    return `http://127.0.0.1:${ports[node % nodes.count]}`;
  }

  async function startNode(port: number): Promise<RunningServer> {
    return startServer({
      config: {
        ...decideConfig({
          ...emptyEnv,
          KITH_DATA_DIR: dataDir,
          HOST: '127.0.0.1',
          PORT: String(port),
          KITH_METRICS_ADDRESS: '127.0.0.1:0',
          // On a busy machine any statement can be slow.
          KITH_SLOW_QUERY_MS: '60000',
        }),
        bus: bus.config,
        // Each connection starts a process of the database, which reads the catalogue and plans every statement anew. Two
        // of them race; a file about races can have more.
        databaseConnections: 2,
        // The database has a hundred connections for all files at the same time.
        ...(nodes.count > 1 && { lanes: 1, databaseConnections: 3 }),
        ...options.config,
      },
      secrets: { ...SECRETS, ...options.secrets },
      database,
      log: options.log ?? pino({ level: process.env['KITH_TEST_LOG'] ?? 'silent' }),
      overrides: {
        now: () => Date.now() + shiftMs,
        ...(typeof nodes.bus === 'function' && { carrier: nodes.bus }),
        ...options.overrides,
        timing: { ...(nodes.count > 1 && { earlyForMs: atPace(1000) }), ...options.overrides?.timing },
        ports: {
          ...(options.hasLimits ? {} : { limits: noLimits }),
          passwords: quickPasswords,
          ...options.overrides?.ports,
        },
      },
    });
  }

  beforeAll(async () => {
    admin = new pg.Client(inject('database'));
    await admin.connect();
    // Clones of one template are made one at a time, so that no test file finds it busy.
    await admin.query('select pg_advisory_lock(1)');
    await admin.query(
      `create database ${name} template ${options.template ?? 'kith_template'} strategy file_copy`,
    );
    if (!options.usualPlans && !process.env['KITH_TEST_DATABASE'])
      for (const setting of ["plan_cache_mode = 'force_generic_plan'", 'max_parallel_workers_per_gather = 0'])
        await admin.query(`alter database ${name} set ${setting}`);
    await admin.query('select pg_advisory_unlock(1)');
    sqlPool = new pg.Pool({ ...database, max: 2 });
    // The last connection may still be closing when the database is dropped.
    sqlPool.on('error', () => undefined);
    dataDir = await mkdtemp(join(tmpdir(), 'kith-files-'));
    bus = await prepareBus(nodes);
    ports = await Promise.all(Array.from({ length: nodes.count }, freePort));
    await start();
  });

  afterAll(async () => {
    await Promise.all((kith.servers ?? []).map((server) => server.close()));
    await bus.stop();
    await sqlPool.end();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
    // A server names no more, so later ones would be planned each time.
    expect(namedTexts.size, 'named statements').toBeLessThan(bounds.database.namedStatements);
  });

  kith.advance = (ms) => {
    shiftMs += ms;
  };
  kith.post = async (path, fields = {}, init = {}) => {
    const body = new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value)]));
    const response = await checkedFetch(`${kith.url}${path}`, { method: 'POST', body, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parseOrText(text) };
  };
  kith.ask = (method, path, fields = {}) => {
    const values = new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value)]));
    const isGet = method === 'GET';
    return kith.post(isGet ? `${path}?${String(values)}` : path, {}, { method, body: isGet ? null : values });
  };
  kith.visitor = ({ tenant = 1, locale } = {}) =>
    connectIm({ url: kith.url, tenant, fetch: checkedFetch, ...(locale && { locale }) });
  /** After everything that all nodes have published: a pong of one node says nothing about the others. */
  function settlingAll<S extends { settle(): Promise<void> }>(socket: S): S {
    return {
      ...socket,
      settle: async () => {
        await settleNodes();
        await socket.settle();
      },
    };
  }

  kith.person = async (prefix, { tenant = 1, sex = 0 } = {}) => {
    const node = people++;
    const suffix = `_${(++counter).toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
    const username = prefix.slice(0, bounds.text.usernameCharacters - suffix.length) + suffix;
    const { deps } = kith.server;
    const ctx = visitorCtx(deps, await deps.auth.tenant(tenant), '127.0.0.1', 'node');
    const session = await registerAndWelcome(ctx, { username, password: PASSWORD, nickname: prefix, sex });
    const token = await deps.tokens.sign(session);
    const url = urlOf(node);
    const as = connectIm({ url, token, tenant, fetch: checkedFetch });
    // The first socket is at another node than the requests, and further ones at others.
    let sockets = node;
    const nextSocketUrl = () => `${urlOf(++sockets).replace('http', 'ws')}/ws`;
    const id = session.accountId;
    return {
      id,
      username,
      password: PASSWORD,
      token,
      tenant,
      url,
      im: as,
      api: connectApi({
        url,
        token,
        userId: id,
        fetch: fetchFrom(`10.${id >> 16}.${(id >> 8) & 255}.${id & 255}`),
      }),
      socket: async ({ asksForTicks = true } = {}) => {
        // The response is unused: the request itself identifies a newer client.
        if (asksForTicks) await kith.post('/im/message/getListTime', { _token: token, list_id: NO_LIST });
        return settlingAll(await openLegacySocket(nextSocketUrl(), token));
      },
      v1: async (hello) => settlingAll(await openV1Socket(nextSocketUrl(), { token, ...hello })),
    };
  };
  kith.befriend = async (a, b) => {
    // Each acts at the node that serves them.
    const as = async ({ token, url }: Person) => {
      const { deps } = kith.servers.find((_, node) => urlOf(node) === url) ?? kith.server;
      return memberCtx(deps, await deps.auth.byToken(token), '127.0.0.1');
    };
    const [asker, asked] = [await as(a), await as(b)];
    await sendFriendRequest(asker, { toId: asked.actor, greeting: 'hello', source: 0 });
    const request = await findRequestFrom(asked, asker.actor);
    if (!request) throw new Error('The request did not arrive.');
    const { listId } = await acceptFriendRequest(asked, request.id);
    // Otherwise the event of another node could reach a socket that opens next.
    await settleNodes();
    return listId;
  };
  kith.agreeOn = ({ id }) => agreeOnPresence(kith.servers, id);
  kith.sql = async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
    (await sqlPool.query<Row>(text, values)).rows;
  kith.countQueries = async (what) => {
    const before = queryCount;
    await watchWork(what);
    return queryCount - before;
  };
  kith.restart = async () => {
    await Promise.all(kith.servers.map((server) => server.close()));
    await start();
  };
  return kith;
}

/** Texts of the statements that the servers of this process have named, in all files. */
const namedTexts = new Set<string>();
/** The connections that serve requests. */
const COUNTED: ReadonlySet<string | undefined> = new Set(['kith pool', 'kith search']);
/** Any request reads its tenant again when the one in memory is too old. */
const TENANT = /^select [^()]* from "tenants" where "id" =/;
let queryCount = 0;
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
/** Counts statements of a server's pools; the lanes of the batch writer and the tests' own SQL have other names. */
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const { application_name } = (this as unknown as { connectionParameters: { application_name?: string } })
    .connectionParameters;
  const { name, text } = args[0] as { name?: string; text: string };
  if (name !== undefined) namedTexts.add(text);
  const isCounted = () => COUNTED.has(application_name) && !isPinText(args[0]) && !TENANT.test(text);
  if (isWatched() && isCounted()) queryCount++;
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

/** Hashes with almost no cost. Most tests do not test registration; those that do use the real hashing. */
export const quickPasswords = makePasswordHasher(
  { memoryCost: 64, timeCost: 1 },
  { atOnce: 2, waiting: Infinity, waitingForEach: Infinity },
);

export const emptyEnv = {
  PORT: undefined,
  HOST: undefined,
  KITH_DATA_DIR: undefined,
  DATABASE_URL: undefined,
  REDIS_URL: undefined,
  KITH_BUS: undefined,
  KITH_ROLES: undefined,
  KITH_DRAIN_MS: undefined,
  KITH_ENV: undefined,
  KITH_LOG: undefined,
  KITH_LOG_REQUESTS: undefined,
  KITH_LINK_PREVIEWS: undefined,
  KITH_SLOW_QUERY_MS: undefined,
  KITH_LANES: undefined,
  KITH_MAX_UPLOAD_MB: undefined,
  KITH_DISK_RESERVE_MB: undefined,
  KITH_LIMIT_FACTOR: undefined,
  KITH_TRUST_PROXY: undefined,
  KITH_PUBLIC_URL: undefined,
  KITH_HOSTNAME: undefined,
  KITH_ALLOW_UNSAFE_DATABASE: undefined,
  KITH_METRICS_ADDRESS: undefined,
  KITH_MAX_CONNECTIONS: undefined,
  KITH_CONNECTIONS_PER_ADDRESS: undefined,
  KITH_LISTEN_BACKLOG: undefined,
  KITH_TENCENT_APP_ID: undefined,
  KITH_TENCENT_KEY: undefined,
  KITH_TURN_URLS: undefined,
  KITH_TURN_SECRET: undefined,
  KITH_TURN_TTL: undefined,
  KITH_APPLE_ISSUER_ID: undefined,
  KITH_APPLE_KEY_ID: undefined,
  KITH_APPLE_KEY_FILE: undefined,
  KITH_APPLE_API: undefined,
  KITH_GOOGLE_KEY_FILE: undefined,
  KITH_GOOGLE_API: undefined,
  KITH_GOOGLE_PUSH_SECRET: undefined,
  KITH_SMTP_URL: undefined,
  KITH_MAIL_FROM: undefined,
  KITH_SMS_FILE: undefined,
  KITH_LOG_MESSAGES: undefined,
  KITH_PUSH_CONTACT: undefined,
  KITH_TOKEN_SECRET: undefined,
  isRoot: false,
};

/** Gives each request a different address, which the server accepts where 127.0.0.1 is a trusted proxy. */
function fetchFrom(address: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-for', address);
    return checkedFetch(input, { ...init, headers });
  };
}

const groups: object[] = [...Object.values(im), ...Object.values(api), ...Object.values(admin)];
const endpoints = groups.flatMap((group) => Object.values(group) as Endpoint[]);
/** Matches the URL of an endpoint. The Chat API accepts every method and any case. */
const parametersIn = ({ path }: Endpoint) => path.split('{').length;
// A path without parameters goes before one with a parameter in the same place.
const addresses = endpoints
  .toSorted((a, b) => parametersIn(a) - parametersIn(b))
  .map((endpoint) => ({
    endpoint,
    method: isIm(endpoint) ? undefined : endpoint.method,
    path: new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`, isIm(endpoint) ? 'i' : ''),
  }));
const known = new Map<string, Endpoint | undefined>();
const validators = new Map<Endpoint, Validator>();
const called = new Set<Endpoint>();

function endpointOf(pathname: string, asked: string | undefined): Endpoint | undefined {
  const key = `${asked} ${pathname}`;
  if (!known.has(key)) {
    const found = addresses.find(({ path, method = asked }) => method === asked && path.test(pathname));
    known.set(key, found?.endpoint);
  }
  return known.get(key);
}

function isIm(endpoint: Endpoint): boolean {
  return endpoint.path.startsWith('/im/');
}

function isAdmin(endpoint: Endpoint): boolean {
  return endpoint.path.startsWith('/admin/');
}

function schemaOf(endpoint: Endpoint): object {
  if (isAdmin(endpoint)) return adminAnswerSchema(endpoint);
  return isIm(endpoint) ? answerSchema(endpoint) : apiAnswerSchema(endpoint);
}

/** `fetch` that checks every successful response against the contract and records the called endpoints. */
export const checkedFetch: typeof fetch = async (input, init) => {
  const response = await quickFetch(input, init);
  const endpoint = endpointOf(new URL(String(input)).pathname, init?.method);
  if (!endpoint) return response;
  if (!called.has(endpoint)) {
    called.add(endpoint);
    appendFileSync(inject('calledPath'), `${endpoint.method} ${endpoint.path}\n`);
  }
  if (response.headers.has('content-disposition')) return response;
  const body = (await response.clone().json()) as { err?: number; code?: number };
  if (isRefusal(endpoint, response.status, body)) return response;
  let validator = validators.get(endpoint);
  if (!validator) {
    validator = Compile(schemaOf(endpoint));
    validators.set(endpoint, validator);
  }
  if (!validator.Check(body)) {
    throw new Error(
      `${endpoint.path} broke the contract: ${JSON.stringify([...validator.Errors(body)].slice(0, 3))} in ${JSON.stringify(body)}`,
    );
  }
  return response;
};

/** Whether a response is a refusal; throws if its HTTP status does not match its body. */
function isRefusal(endpoint: Endpoint, status: number, body: { err?: number; code?: number }): boolean {
  if (isAdmin(endpoint)) return status !== 200;
  if (!isIm(endpoint)) {
    const expected = body.code === 0 ? 200 : Math.floor((body.code ?? NaN) / 1000);
    if (status !== expected) throw new Error(`${endpoint.path} answered ${body.code} with HTTP ${status}.`);
    return status !== 200;
  }
  if (status !== 200) throw new Error(`${endpoint.path} answered HTTP ${status}.`);
  // The code of a failed `data` response is 1.
  return (body.err ?? (endpoint.reply === 'data' ? 0 : body.code) ?? 0) !== 0;
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
