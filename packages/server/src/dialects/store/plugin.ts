import { logFault } from '../fault.js';
import {
  handleAppleNotification,
  handleGoogleNotification,
  type NotificationOutcome,
} from '@kith/core/billing';
import { bounds, DomainError, type Ctx, type Tenant, type TenantSettings } from '@kith/core/kernel';
import { ReceiptRefused } from '@kith/core/ports';
import { listTenants } from '@kith/core/tenants';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Deps } from '../../app/deps.js';
import { visitorCtx } from '../../app/context.js';
import { parseJson } from '../../app/json.js';
import { bundleIdIn } from './apple-bundle.js';
import { readGooglePushMessage } from './google-push-message.js';

/** The response to a store, which repeats the notification later unless it is 200. */
type Status = 200 | 400 | 403 | 404 | 503;

/** Notifications from stores, not for clients. 200 means processed; after any other status, stores retry. */
export async function storeDialect(app: FastifyInstance, deps: Deps): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: bounds.body.storeNotificationBytes },
    async (_request: FastifyRequest, body: Buffer) => body,
  );

  app.post('/apple', async (request, reply) => reply.status(await receiveFromApple(deps, request)).send());
  app.post('/google', async (request, reply) => reply.status(await receiveFromGoogle(deps, request)).send());
  app.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) return reply.status(statusCode).send();
    logFault(request, reply, error);
    return reply.status(500).send();
  });
}

async function receiveFromApple(deps: Deps, request: FastifyRequest): Promise<Status> {
  const signed = (readBody(request) as { signedPayload?: unknown } | undefined)?.signedPayload;
  const bundleId = typeof signed === 'string' ? bundleIdIn(signed) : undefined;
  if (typeof signed !== 'string' || !bundleId) return 400;
  return deliverToTenants(
    deps,
    request,
    ({ appleBundleId }) => appleBundleId === bundleId,
    (ctx) => handleAppleNotification(ctx, signed),
  );
}

async function receiveFromGoogle(deps: Deps, request: FastifyRequest): Promise<Status> {
  const { token } = request.query as { token?: unknown };
  if (typeof token !== 'string' || !isSame(token, deps.googlePushSecret)) return 403;
  const pushMessage = readGooglePushMessage(readBody(request));
  if (!pushMessage) return 400;
  const { hint, packageName, ...news } = pushMessage;
  if (!hint) return 200;
  return deliverToTenants(
    deps,
    request,
    ({ googlePackageName }) => googlePackageName === packageName,
    (ctx) => handleGoogleNotification(ctx, { ...news, hint }),
  );
}

/** Delivers to all tenants with the app: the store does not know its customer's tenant. */
async function deliverToTenants(
  deps: Deps,
  request: FastifyRequest,
  hasApp: (settings: TenantSettings) => boolean,
  handle: (ctx: Ctx) => Promise<NotificationOutcome>,
): Promise<Status> {
  const tenants = (await listTenants(deps.db)).filter(({ settings }) => hasApp(settings));
  const statuses = new Set<Status>();
  for (const tenant of tenants) statuses.add(await deliverToTenant(deps, request, tenant, handle));
  // A store repeats notifications that could not be handled now; a purchase of one tenant may be unknown to the others.
  return ([503, 200, 404, 400] as const).find((status) => statuses.has(status)) ?? 404;
}

async function deliverToTenant(
  deps: Deps,
  request: FastifyRequest,
  tenant: Tenant,
  handle: (ctx: Ctx) => Promise<NotificationOutcome>,
): Promise<Status> {
  try {
    return (await handle(visitorCtx(deps, tenant, deps.addressOf(request.raw)))) === 'stored' ? 200 : 404;
  } catch (error) {
    if (error instanceof ReceiptRefused) {
      request.log.warn({ tenantId: tenant.id, why: error.message }, 'a notification of a store was refused');
      return 400;
    }
    if (error instanceof DomainError && error.code === 'unavailable') return 503;
    throw error;
  }
}

function readBody(request: FastifyRequest): unknown {
  try {
    return parseJson((request.body as Buffer | undefined)?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

/** Compares in constant time. */
function isSame(sent: string, secret: string | undefined): boolean {
  if (secret === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(secret));
}
