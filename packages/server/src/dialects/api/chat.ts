import type { api } from '@kith/contract';
import { complain, getComplaint, liftBan, listReasons, type Reason } from '@kith/core/moderation';
import type { Handlers } from '../implement.js';
import { presentDateTime } from '../date.js';

const KINDS = { ban: 'ban', report: 'report', block: 'both' } as const;

/** `/api/chat/*`: bans and reports. */
export const chatHandlers: Handlers<typeof api.chat> = {
  getBlockReasonsList: async (ctx) =>
    (await listReasons(ctx)).map((reason) => ({ id: String(reason.id), ...presentReason(reason) })),

  friendship_block: async (ctx, params) => {
    const { target_id: targetId, action } = params;
    if (action === 'cancel') return { status: await liftBan(ctx, targetId) };
    await complain(ctx, {
      kind: KINDS[action],
      targetId,
      messageId: params.msg_id ?? params.message_id,
      reasonId: params.block_reason_id,
      text: params.report_text,
    });
    return { status: true };
  },

  friendship_blockReasons: async (ctx, params) => {
    const complaint = await getComplaint(ctx, params.target_id);
    const date = (ms: number) => presentDateTime(ctx.tenant, ms);
    return {
      id: complaint.id,
      channel_id: complaint.conversationId === null ? '' : String(complaint.conversationId),
      user_id: complaint.reporterId,
      target_id: complaint.targetId,
      block_reason_id: complaint.reason.id,
      block_from: 'forum' as const,
      ...presentReason(complaint.reason),
      report_text: complaint.text,
      bucket_id: complaint.bucketId,
      created_at: date(complaint.createdAt),
      judged_at: complaint.judgedAt === null ? null : date(complaint.judgedAt),
      is_banned: complaint.isBanned ? ('1' as const) : ('0' as const),
    };
  },
};

function presentReason({ kind, tag, needsText, title, description }: Reason) {
  return { tag, reason_type: kind, need_text: needsText, title, description };
}
