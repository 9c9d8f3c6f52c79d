import type { MemberCtx } from '@kith/core/kernel';
import {
  commentVideo,
  followAuthor,
  likeVideo,
  listCategories,
  listCommentThreads,
  listVideosOf,
  publishVideo,
  uploadVideo,
} from '@kith/core/videos';
import { encodeClip, type Frame } from './demo-clip.js';

type Colour = readonly [red: number, green: number, blue: number];

/** A short video of the demo, with its likes and comments. */
interface DemoVideo {
  readonly by: string;
  readonly title: string;
  readonly hoursAgo: number;
  /** A category of the tenant. */
  readonly category: number;
  readonly sky: readonly [top: Colour, bottom: Colour];
  readonly sea: Colour;
  readonly fans: readonly string[];
  readonly likes: readonly string[];
  /** With `isAnswer`, a comment replies to the one before it. */
  readonly comments: readonly (readonly [by: string, text: string, isAnswer?: true])[];
}

const demoVideos: readonly DemoVideo[] = [
  {
    by: 'layla', title: 'البحر هذا الصباح', hoursAgo: 52, category: 2,
    sky: [[120, 190, 235], [250, 240, 220]], sea: [40, 120, 165],
    fans: ['omar'], likes: ['omar', 'mei', 'lucia'], comments: [['omar', 'ما أجمله']],
  },
  {
    by: 'sakura', title: '夕焼け', hoursAgo: 30, category: 0,
    sky: [[95, 85, 150], [250, 170, 130]], sea: [80, 60, 110],
    fans: ['kenta', 'mei'], likes: ['kenta', 'mei', 'ada', 'chloe', 'jisoo'],
    comments: [['kenta', 'きれい！どこ？'], ['sakura', '江ノ島だよ', true], ['mei', '好想去']],
  },
  {
    by: 'hao', title: '山頂看海，值得', hoursAgo: 9, category: 2,
    sky: [[60, 130, 200], [200, 230, 240]], sea: [30, 95, 130],
    fans: ['mei', 'ting'], likes: ['mei', 'ting'], comments: [['mei', '下次帶我'], ['hao', '說好了', true], ['mei', '週六？', true]],
  },
  {
    by: 'nora', title: 'Night ferry', hoursAgo: 3, category: 0,
    sky: [[12, 16, 44], [50, 55, 105]], sea: [14, 22, 52],
    fans: [], likes: ['bo'], comments: [],
  },
]; // prettier-ignore

const HOUR_MS = 3600_000;
const [WIDTH, HEIGHT, FRAMES_PER_SECOND, SECONDS] = [144, 256, 8, 2];

/** Publishes the demo's videos as the people of the story; existing ones stay as they are. */
export async function showVideos(
  as: (username: string) => MemberCtx,
  clock: { set(ms: number): void },
): Promise<void> {
  for (const video of demoVideos) {
    const author = as(video.by);
    clock.set(Date.now() - video.hoursAgo * HOUR_MS);
    if ((await listVideosOf(author, { accountId: author.actor, page: 1 })).total > 0) continue;
    const { name, cover } = await uploadVideo(author, await drawClip(video));
    const categoryId = (await listCategories(author))[video.category]?.id;
    await publishVideo(author, { title: video.title, file: name, cover, categoryId });
    const [released] = (await listVideosOf(author, { accountId: author.actor, page: 1 })).rows;
    if (!released) throw new Error('The video was not published.');
    for (const fan of video.fans) await followAuthor(as(fan), author.actor);
    for (const one of video.likes) await likeVideo(as(one), released.id);
    await discuss(as, released.id, video.comments);
  }
}

async function discuss(
  as: (username: string) => MemberCtx,
  videoId: number,
  comments: DemoVideo['comments'],
): Promise<void> {
  for (const [by, content, isAnswer] of comments) {
    const [thread] = isAnswer ? (await listCommentThreads(as(by), { videoId, page: 1 })).rows : [];
    const commentId = (thread?.replies.at(-1) ?? thread)?.id;
    await commentVideo(as(by), { videoId, commentId, content });
  }
}

/** A sunset over a moving sea. */
function drawClip({ sky, sea }: DemoVideo): Promise<Uint8Array> {
  const count = FRAMES_PER_SECOND * SECONDS;
  const frames = Array.from({ length: count }, (_, n) => drawFrame(sky, sea, n / count));
  return encodeClip({ width: WIDTH, height: HEIGHT, framesPerSecond: FRAMES_PER_SECOND, frames });
}

function drawFrame([top, bottom]: DemoVideo['sky'], sea: Colour, time: number): Frame {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  const horizon = HEIGHT * 0.6;
  const sunY = horizon * (0.45 + 0.5 * time);
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, at += 3) {
      const isSun = Math.hypot(x - WIDTH * 0.62, y - sunY) < 22;
      const wave = Math.sin(y / 3 + x / 17 + time * 12) + Math.sin(y / 7 - x / 29 - time * 6);
      const colour =
        y < horizon
          ? isSun
            ? ([255, 248, 214] as const)
            : mix(top, bottom, y / horizon)
          : mix(sea, bottom, 0.12 * (wave + 2) * (1 - (y - horizon) / HEIGHT));
      pixels.set(colour, at);
    }
  }
  return pixels;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const part = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [part(0), part(1), part(2)];
}
