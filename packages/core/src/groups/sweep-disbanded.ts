import { releaseConversationFiles } from '../conversations/index.js';
import type { Ctx } from '../kernel/index.js';
import { selectDisbanded } from './store.js';

/** How long files of disbanded groups are kept for investigations. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Releases the files of groups that were disbanded a month ago; no account can open them. Run periodically. */
export async function sweepDisbandedGroups(ctx: Ctx): Promise<void> {
  for (const conversation of await selectDisbanded(ctx, ctx.now() - KEPT_MS))
    while ((await releaseConversationFiles(ctx, conversation)) > 0);
}
