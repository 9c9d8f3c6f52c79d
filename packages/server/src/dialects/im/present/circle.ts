import type { imShapes } from '@kith/contract';
import { loadProfiles, type Profile } from '@kith/core/accounts';
import { loadRemarks } from '@kith/core/contacts';
import { rowId, type AccountId, type MemberCtx } from '@kith/core/kernel';
import { fileName, thumbName, type Moment } from '@kith/core/moments';
import { coverPath, photoPath, seconds } from './account.js';
import { presentAge } from '../../date.js';

type Names = (id: AccountId) => string;

/** Moments, with the owner of the page. */
export async function presentCircle(
  ctx: MemberCtx,
  owner: Profile,
  moments: readonly Moment[],
): Promise<{ data: imShapes.Moment[]; user_info: imShapes.CircleOwner }> {
  const [data, remarks] = await Promise.all([presentMoments(ctx, moments), loadRemarks(ctx, [owner.id])]);
  return {
    data,
    user_info: {
      id: owner.id,
      nickname: remarks.get(owner.id) || owner.nickname,
      username: owner.username,
      photo: photoPath(owner),
      doodling: owner.signature,
      sex: owner.sex,
      circle_img: coverPath(owner),
    },
  };
}

/** Moments with all people named in them, loaded in bulk; friends appear under the caller's names for them. */
export async function presentMoments(ctx: MemberCtx, moments: readonly Moment[]): Promise<imShapes.Moment[]> {
  const ids = [...new Set(moments.flatMap(peopleIn))];
  const [profiles, remarks] = await Promise.all([loadProfiles(ctx, ids), loadRemarks(ctx, ids)]);
  const nameOf: Names = (id) => remarks.get(id) || (profiles.get(id)?.nickname ?? '');
  return moments.map((moment) => presentMoment(ctx, moment, profiles.get(moment.authorId), nameOf));
}

function presentMoment(
  ctx: MemberCtx,
  moment: Moment,
  author: Profile | undefined,
  nameOf: Names,
): imShapes.Moment {
  const video = moment.files.find((file) => file.isVideo);
  return {
    post_id: rowId(moment.id),
    uid: moment.authorId,
    username: nameOf(moment.authorId),
    header_image: author ? photoPath(author) : '',
    type: 0,
    content: {
      text: moment.text,
      value: moment.files.map(thumbName),
      video_path: video ? fileName(video) : '',
    },
    time: seconds(moment.postedAt),
    timestamp: presentAge(ctx.tenant, moment.postedAt, ctx.now()),
    islike: moment.isLiked ? 1 : 0,
    like: moment.likerIds.map((uid) => ({ uid, username: nameOf(uid) })),
    comments: moment.comments.map(({ authorId, replyToId, text }) => ({
      uid: authorId,
      username: nameOf(authorId),
      reply: replyToId === null ? '' : `回复${nameOf(replyToId)}`,
      content: text,
    })),
    can_pay: 0,
    can_pay_times: 0,
    pay_amount: '0.00',
  };
}

function peopleIn({ authorId, likerIds, comments }: Moment): AccountId[] {
  const named = comments.flatMap((comment) => [comment.authorId, comment.replyToId]);
  return [authorId, ...likerIds, ...named].filter((id) => id !== null);
}
