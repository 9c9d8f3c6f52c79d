import { im } from '@kith/contract';
import { encodeClip } from '../../cli/demo-clip.js';
import { readJson, type Fields, type UploadFile } from '../call.js';
import type { Recipes } from '../recipe.js';
import { membersOf, numberIn, type World } from '../world.js';

const share = im['video.Share'];
const nothingPublished = { mayBeEmpty: 'The operator has created no category' };

/** Short videos, with their comments, likes and followers. */
export const videos: Recipes = {
  [share.category.path]: nothingPublished,
  [share.comment.path]: { params: async (world) => ({ share_id: await video(world), content: 'hello' }) },
  [share.common_log.path]: { params: async (world) => ({ ...(await discussed(world)), page: 1 }) },
  [share.fabulous.path]: { params: async (world) => ({ id: await video(world) }) },
  [share.fabulous_log.path]: {
    params: async (world) => {
      await world.once('liked video', async () =>
        world.need('me', share.fabulous.path, { id: await video(world) }),
      );
      return { user_id: (await world.person('me')).id, page: 1 };
    },
  },
  // Following twice unfollows, so each person is followed by one check only.
  [share.follow.path]: { params: async (world) => ({ user_id: (await world.person('other')).id }) },
  [share.getComment.path]: { params: async (world) => ({ id: (await discussed(world)).id, page: 1 }) },
  [share.me_follow.path]: {
    params: async (world) => {
      await world.need('me', share.follow.path, { user_id: (await world.person('stranger')).id });
      return { type: 2, page: 1 };
    },
  },
  [share.release.path]: { params: async (world) => ({ ...(await uploaded(world)), title: 'hello' }) },
  [share.upload.path]: { file: clip },
  [share.user_info.path]: {},
  [share.user_video.path]: {
    params: async (world) => {
      await anyVideo(world);
      return { user_id: (await world.person('me')).id, page: 1 };
    },
  },
  [share.video_list.path]: { params: async (world) => ({ type: 1, id: await anyVideo(world), page: 1 }) },
  [share.video_lists.path]: {
    params: async (world) => {
      await anyVideo(world);
      return { page: 1 };
    },
  },
};

/** The id of a new video by `me`. */
async function video(world: World): Promise<number> {
  await world.need('me', share.release.path, { ...(await uploaded(world)), title: 'hello' });
  const user_id = (await world.person('me')).id;
  return newestId(world, share.user_video.path, { user_id, page: 1 });
}

/** The id of a video by `me`, for checks that do not change it. */
function anyVideo(world: World): Promise<number> {
  return world.once('video', () => video(world));
}

/** A video with a comment and a reply, all by `me`. */
function discussed(world: World): Promise<{ id: number; user_id: number }> {
  return world.once('discussed video', async () => {
    const id = await video(world);
    await world.need('me', share.comment.path, { share_id: id, content: 'hello' });
    const comment_id = await newestId(world, share.getComment.path, { id, page: 1 });
    await world.need('me', share.comment.path, { share_id: id, comment_id, content: 'hello' });
    return { id, user_id: (await world.person('me')).id };
  });
}

async function newestId(world: World, path: string, fields: Fields): Promise<number> {
  const rows = membersOf(readJson(await world.call('me', path, fields)))['data'];
  const [first] = Array.isArray(rows) ? rows : [];
  return numberIn(membersOf(first)['id'], `the new item is not in ${path}`);
}

async function uploaded(world: World): Promise<{ video: unknown; gif: unknown }> {
  const { data } = await world.need('me', share.upload.path, {}, { file: await clip() });
  const { save_name, save_gif_path } = membersOf(data);
  return { video: save_name, gif: save_gif_path };
}

let madeClip: Promise<UploadFile> | undefined;

/** Half a second of one colour. */
function clip(): Promise<UploadFile> {
  madeClip ??= makeClip();
  return madeClip;
}

async function makeClip(): Promise<UploadFile> {
  const [width, height] = [160, 120];
  const frame = new Uint8Array(width * height * 3).fill(0x60);
  const frames = Array.from({ length: 5 }, () => frame);
  const bytes = await encodeClip({ width, height, framesPerSecond: 10, frames });
  return { name: 'clip.webm', bytes: new Uint8Array(bytes) };
}
