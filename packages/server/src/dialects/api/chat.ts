import type { api } from '@kith/contract';
import { reportAccount, getReport, liftBan, listReasons, type Reason } from '@kith/core/moderation';
import type { Handlers } from '../implement.js';
import { presentDateTime } from '../date.js';

const KINDS = { ban: 'ban', report: 'report', block: 'both' } as const;

/** `/api/chat/*`: bans and reports. */
export const chatHandlers: Handlers<typeof api.chat> = {
  getBlockReasonsList: async (ctx, _, { locale }) =>
    (await listReasons(ctx, locale)).map((reason) => ({ id: String(reason.id), ...presentReason(reason) })),

  friendship_block: async (ctx, params) => {
    const { target_id: targetId, action } = params;
    if (action === 'cancel') return { status: await liftBan(ctx, targetId) };
    await reportAccount(ctx, {
      kind: KINDS[action],
      targetId,
      messageId: params.msg_id ?? params.message_id,
      reasonId: params.block_reason_id,
      text: params.report_text,
    });
    return { status: true };
  },

  friendship_blockReasons: async (ctx, params) => {
    const report = await getReport(ctx, params.target_id);
    const date = (ms: number) => presentDateTime(ctx.tenant, ms);
    return {
      id: report.id,
      channel_id: report.conversationId === null ? '' : String(report.conversationId),
      user_id: report.reporterId,
      target_id: report.targetId,
      block_reason_id: report.reason.id,
      block_from: 'forum' as const,
      ...presentReason(report.reason),
      report_text: report.text,
      bucket_id: report.bucketId,
      created_at: date(report.createdAt),
      judged_at: report.judgedAt === null ? null : date(report.judgedAt),
      is_banned: report.isBanned ? ('1' as const) : ('0' as const),
    };
  },
};

function presentReason({ kind, tag, needsText, title, description }: Reason) {
  return { tag, reason_type: kind, need_text: needsText, title, description };
}
