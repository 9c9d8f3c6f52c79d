import { fold, invalid, usernameSkeleton, type Ctx } from '../kernel/index.js';
import { selectAgentNames } from './store.js';

/** What only the service itself is called. */
const SERVICE_NAMES = [
  'admin administrator root system kith support service customerservice moderator official staff helpdesk security kefu guanfang guanliyuan',
  '客服 客户服务 客戶服務 官方 管理员 管理員 系统 系統 系统消息 系統消息 系统通知 系統通知 系统管理员 系統管理員',
].flatMap((names) => names.split(' '));

/** Nobody else has this in any part of the name. */
const SERVICE_WORD = '客服';

const serviceForms = new Set(SERVICE_NAMES.flatMap(formsOf));

/** Whether a name is one of the service, or looks like one, whatever digits and signs stand around it. */
export function isServiceName(name: string): boolean {
  return formsOf(name).some((form) => serviceForms.has(form) || form.includes(SERVICE_WORD));
}

/**
 * Refuses a nickname that the service has, or somebody who serves the tenant's customers. Who serves them may have
 * any. Throws `invalid`.
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

/** What a name looks like without the digits around it and the signs within, in the case that it has and in lower case. */
function formsOf(name: string): string[] {
  return [name, fold(name)]
    .map((text) =>
      usernameSkeleton(text.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '').replaceAll(/^\p{N}+|\p{N}+$/gu, '')),
    )
    .filter((form) => form !== '');
}
