import { setAgeStatus } from '@kith/core/accounts';
import { openChannel } from '@kith/core/channels';
import { ICON_PARTS, listIntroOptions, setIntro, TAG_IDS } from '@kith/core/discovery';
import type { Ctx, MemberCtx } from '@kith/core/kernel';
import { approvePhoto, listPhotoUploads, submitPhoto } from '@kith/core/moderation';
import { drawPortrait, drawScene } from './demo-pictures.js';
import { demoPeople, type DemoScene } from './demo-story.js';

/** What people of the demo say about themselves on their cards, in the order of the people. */
const TAGS: readonly (readonly string[])[] = [
  ['料理', '貓派', '爬山'], ['攝影', '登山'], ['咖啡', '插畫'], ['籃球', '吉他'], ['看书', '奶茶'], ['跑步', '早起'],
  ['maths', 'tea'], ['cycling', 'baking'], ['chess', 'naps'], ['novels', 'trains'], ['写真', '散歩'], ['ラーメン', '野球'],
]; // prettier-ignore
const SCENES: readonly DemoScene[] = ['sea', 'hills', 'dawn', 'night'];

/** What strangers first say to somebody; the ids make a repeated run harmless. */
const WAVES = [
  { by: 'ivan', to: 'mei', wave: 2, text: '你好！想找人一起練中文，可以嗎？', id: '0b0f6c1e-6d0f-4c53-9a0e-3d2f6a1b0001' },
  { by: 'priya', to: 'mei', wave: 1, text: 'Your hiking photos are lovely.', id: '0b0f6c1e-6d0f-4c53-9a0e-3d2f6a1b0002' },
  { by: 'minho', to: 'mei', wave: 1, text: '안녕하세요! 등산 좋아해요?', id: '0b0f6c1e-6d0f-4c53-9a0e-3d2f6a1b0003' },
] as const; // prettier-ignore

/** Gives everybody a complete card with reviewed photos, some of them one that waits, and the first person a few waves of strangers. */
export async function showCards(ctx: Ctx, as: (username: string) => MemberCtx): Promise<void> {
  const { universities } = await listIntroOptions(ctx);
  for (const [number, { username }] of demoPeople.slice(0, -1).entries()) {
    const me = as(username);
    await setAgeStatus(me, 1);
    await setIntro(me, {
      // Half of them study where the first person does.
      universityId: universities[number % 2 === 0 ? 0 : (number + 1) / 2]?.id,
      tags: TAGS[number % TAGS.length],
      tagIds: { topic: TAG_IDS.topic.slice(number % 5, (number % 5) + 3) },
      animalCode: pick(ICON_PARTS.animalCode, number),
      adjCode: pick(ICON_PARTS.adjCode, number),
      backgroundCode: pick(ICON_PARTS.backgroundCode, number),
      foregroundCode: pick(ICON_PARTS.foregroundCode, number),
    });
    await showPhotos(me, username, number);
  }
  for (const { by, to, wave, text, id } of WAVES)
    await openChannel(as(by), { targetId: as(to).actor, wave, text, clientId: id, isRandom: false });
}

async function showPhotos(me: MemberCtx, username: string, number: number): Promise<void> {
  await submitPhoto(me, { place: 1, bytes: await drawPortrait(number), type: 'jpg' });
  await submitPhoto(me, { place: 2, bytes: await drawScene(pick(SCENES, number)), type: 'jpg' });
  for (const { id, state } of await listPhotoUploads(me, { username }))
    if (state === 'waiting')
      await approvePhoto(me, {
        id,
        isChildSafety: false,
        isAppeal: false,
        by: 'demo',
        why: 'Part of the demo.',
      });
  // Something for the queue of the console.
  if (number % 3 === 0)
    await submitPhoto(me, { place: 3, bytes: await drawScene(pick(SCENES, number + 1)), type: 'jpg' });
}

function pick<T>(values: readonly T[], number: number): T {
  return values[number % values.length] as T; // never empty
}
