import { fold, invalid, usernameSkeleton, type Ctx } from '../kernel/index.js';
import { selectAgentNames } from './registration-store.js';

/** Names reserved for the service. */
const SERVICE_NAMES = [
  'admin administrator root system kith support service customerservice moderator official staff helpdesk security kefu guanfang guanliyuan',
  '客服 客户服务 客戶服務 官方 管理员 管理員 系统 系統 系统消息 系統消息 系统通知 系統通知 系统管理员 系統管理員',
].flatMap((names) => names.split(' '));

/** Reserved as any part of a name. */
const SERVICE_WORD = '客服';

const serviceForms = new Set(SERVICE_NAMES.flatMap(formsOf));

/** Whether a name is, or looks like, a reserved name, ignoring surrounding digits and signs. */
export function isServiceName(name: string): boolean {
  return formsOf(name).some((form) => serviceForms.has(form) || form.includes(SERVICE_WORD));
}

/**
 * Rejects a nickname that is reserved or belongs to a support agent of the tenant. Agents may have any nickname.
 * Throws `invalid`.
 */
export async function requireFreeNickname(
  ctx: Ctx & { readonly actor?: number },
  field: string,
  nickname: string,
): Promise<void> {
  const agents = await selectAgentNames(ctx);
  if (agents.some((agent) => agent.id === ctx.actor)) return;
  const taken = new Set(agents.flatMap((agent) => formsOf(agent.nickname)));
  if (isServiceName(nickname) || formsOf(nickname).some((form) => taken.has(form)))
    throw invalid(field, 'name_reserved');
}

/** The skeletons of a name without surrounding digits and inner signs, in its own case and in lower case. */
function formsOf(name: string): string[] {
  return [name, fold(name)]
    .map((text) =>
      usernameSkeleton(text.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '').replaceAll(/^\p{N}+|\p{N}+$/gu, '')),
    )
    .filter((form) => form !== '');
}
