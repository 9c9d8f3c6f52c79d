import type { imShapes } from '@kith/contract';
import type { Kith, Person } from '../harness/kith.js';
import { halves } from '../media/samples.js';
import { file } from './pictures.js';

/** Three people: bo and cy are friends of ada, but not of each other; dee knows nobody. */
export async function circle(kith: Kith): Promise<Record<'ada' | 'bo' | 'cy' | 'dee', Person>> {
  const [ada, bo, cy, dee] = await Promise.all(
    (['ada', 'bo', 'cy', 'dee'] as const).map((name) => kith.person(name)),
  );
  if (!ada || !bo || !cy || !dee) throw new Error('Four people were made.');
  await kith.befriend(ada, bo);
  await kith.befriend(ada, cy);
  return { ada, bo, cy, dee };
}

/** Posts a text; returns the id of the moment. */
export async function post(who: Person, text: string): Promise<string> {
  return (await who.im.circle.sendMsg({ content: { text, value: [] } })).circle_id;
}

/** Uploads a picture for a moment; returns its names. */
export async function upload(
  who: Person,
  options: { len?: number; width?: number } = {},
): Promise<{ save_name: string; video_path: string }> {
  const bytes = await halves(options.width ?? 400, 500)
    .png()
    .toBuffer();
  return who.im.upload.circle({ len: options.len ?? 1 }, file(bytes, 'a.png'));
}

/** The newest page of all moments, as an account sees it. */
export async function feed(who: Person): Promise<imShapes.Moment[]> {
  return (await who.im.get.circleData({ time: 0, type: 0, user_id: 0 })).data;
}

/** A moment as an account sees it among the newest, or undefined. */
export async function seen(who: Person, id: string): Promise<imShapes.Moment | undefined> {
  return (await feed(who)).find((moment) => moment.post_id === id);
}

/** The red dot, and the number of unread reactions. */
export async function news(who: Person): Promise<[dot: number, reactions: number]> {
  const { no_reader_circle, no_reader_circle_chat_num } = await who.im.get.base();
  return [no_reader_circle, no_reader_circle_chat_num];
}
