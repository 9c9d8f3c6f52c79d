import { releaseConversationFiles } from '../conversations/index.js';
import type { Ctx } from '../kernel/index.js';
import { selectDisbanded } from './store.js';

/** So long the files of a disbanded group stay, for who has to find out what happened there. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Lets go of the files of groups that were disbanded a month ago: nobody can open them there. Run now and then. */
export async function sweepDisbandedGroups(ctx: Ctx): Promise<void> {
  for (const conversation of await selectDisbanded(ctx, ctx.now() - KEPT_MS))
    while ((await releaseConversationFiles(ctx, conversation)) > 0);
}
