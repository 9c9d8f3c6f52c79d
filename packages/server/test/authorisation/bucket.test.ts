import { beforeAll, expect, it } from 'vitest';
import { im } from '@kith/contract';
import { imErrors } from '../../src/dialects/im/errors.js';
import { plainPasswords } from '../conversations/chatting.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { punish } from '../im/operator.js';
import { cases, type Case } from './cases.js';
import { formOf } from './form.js';
import { makeScene, partsRead, type Scene } from './scene.js';
import { silenced } from './silenced.js';

/*
 * A silenced account sends nothing that others read, and can do everything else. Every path of both
 * APIs is either refused, or listed in silenced.ts with the reason; the test also calls the paths of the Chat API.
 */
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

let shared: Scene;
beforeAll(async () => {
  shared = await silencedScene();
}, atPace(60_000));

/** A scene whose owner is silenced. */
async function silencedScene(isNeeded?: (part: keyof Scene) => boolean): Promise<Scene> {
  const scene = await makeScene(kith, isNeeded);
  await scene.ada.im.upload.photo(
    {},
    { bytes: new Uint8Array(await scene.photo.arrayBuffer()), name: 'a.jpg' },
  );
  await punish(kith, scene.ada, 'bucket');
  return scene;
}

/** Other actions of the group's owner, and one with an earlier refusal. */
const called = cases.filter(
  ({ endpoint, row }) =>
    row.owner === 'ok' || (silenced.includes(endpoint) && endpoint === im['video.Share'].release),
);

it.each(called.map((one): [string, Case] => [one.name, one]))(
  '%s',
  async (name, { endpoint, params, consumes }) => {
    const isRefused = silenced.includes(endpoint) && !name.endsWith(', sort');
    const scene =
      consumes && !isRefused
        ? await silencedScene(partsRead(shared, (parts) => params?.(parts, 'owner')))
        : shared;
    const { file, ...plain } = (params?.(scene, 'owner') ?? {}) as { file?: Blob };
    const form = formOf({ ...plain, _token: scene.ada.token }, file);
    const { body } = await kith.post(endpoint.path, {}, { body: form });
    const says = body.msg === imErrors.bucketed.says['zh-Hans'] ? 'refused' : 'not refused';
    expect(says).toBe(isRefused ? 'refused' : 'not refused');
  },
  atPace(60_000),
);

it('in the Friendship API a silenced account cannot write to anybody', async () => {
  const { ada, bo, dee, eve } = await makeScene(kith);
  const opened = await ada.api.channel.open({ target_id: dee.id, text: 'hello' });
  await punish(kith, ada, 'bucket');
  const bucketed = { code: 400405 };
  const channel_id = Number(opened.channel_id);
  await expect(ada.api.channel.send({ channel_id, text: 'hello' })).rejects.toMatchObject(bucketed);
  for (const target_id of [bo.id, dee.id, eve.id])
    for (const said of [{ text: 'hello' }, { is_wave: 1 as const }])
      await expect(ada.api.channel.open({ target_id, ...said })).rejects.toMatchObject(bucketed);
  expect((await ada.api.channel.messages({ channel_id })).list.at(-1)).toMatchObject({ text: 'hello' });
});

it('in the Friendship API a silenced account can change its intro only to hide itself', async () => {
  const { ada } = shared;
  for (const change of [
    { nickname: 'a' },
    { tags: ['a'] },
    { love: [3] },
    { adj_code: 'E01' },
    { sex_code: 'M' as const },
  ])
    await expect(ada.api.intro.set(change), JSON.stringify(change)).rejects.toMatchObject({ code: 400405 });
  const image = Buffer.from(await shared.photo.arrayBuffer()).toString('base64');
  await expect(
    ada.api.user_friendship.set_user_photo({ photo_index: 1, image_type: 'jpeg', image }),
  ).rejects.toMatchObject({ code: 400405 });
  await ada.api.intro.set({ hide_presence: 1, hide_visits: 1, chat_status: 'no', private_blocks: ['love'] });
});
