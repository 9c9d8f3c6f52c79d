import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import { rowId, type AccountId, type Tenant } from '@kith/core/kernel';
import { fileName, thumbName, type Moment } from '@kith/core/moments';
import { coverPath, photoPath, seconds } from './account.js';
import type { KnownPeople } from './people.js';
import { presentAge } from '../../date.js';

/** The data that moments are presented with: all people in them, and the current time. */
export interface MomentView extends KnownPeople {
  readonly tenant: Tenant;
  readonly now: number;
}

/** Moments, with the owner of the page. */
export function presentCircle(
  owner: Profile,
  moments: readonly Moment[],
  view: MomentView,
): { data: imShapes.Moment[]; user_info: imShapes.CircleOwner } {
  return {
    data: moments.map((moment) => presentMoment(moment, view)),
    user_info: {
      id: owner.id,
      nickname: view.remarks.get(owner.id) || owner.nickname,
      username: owner.username,
      photo: photoPath(owner),
      doodling: owner.signature,
      sex: owner.sex,
      circle_img: coverPath(owner),
    },
  };
}

/** A moment; friends appear under the caller's names for them. */
export function presentMoment(
  moment: Moment,
  { profiles, remarks, tenant, now }: MomentView,
): imShapes.Moment {
  const author = profiles.get(moment.authorId);
  const nameOf = (id: AccountId) => remarks.get(id) || (profiles.get(id)?.nickname ?? '');
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
    timestamp: presentAge(tenant, moment.postedAt, now),
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

/** All people named in a moment. */
export function peopleInMoment({ authorId, likerIds, comments }: Moment): AccountId[] {
  const named = comments.flatMap((comment) => [comment.authorId, comment.replyToId]);
  return [authorId, ...likerIds, ...named].filter((id) => id !== null);
}
