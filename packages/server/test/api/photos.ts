import type { Result, api } from '@kith/contract';
import { approvePhoto, refusePhoto } from '@kith/core/moderation';
import sharp from 'sharp';
import type { Kith, Person } from '../harness/kith.js';
import { operator } from '../im/operator.js';

type Place = 1 | 2 | 3 | 4 | 5 | 6;
export type Photo = Result<typeof api.user_friendship.user_photos>['list'][number];

const COLOURS = { red: '#e00000', green: '#00c000', blue: '#0000e0' } as const;
export type Colour = keyof typeof COLOURS;

let counter = 0;

/** A picture of one colour as base64, a different one each time: a refused one cannot be uploaded again. */
export async function image(colour: Colour, format: 'png' | 'jpeg' | 'gif' = 'png'): Promise<string> {
  const create = {
    width: 60 + (counter++ % 200),
    height: 40 + Math.floor(counter / 200),
    channels: 3,
    background: COLOURS[colour],
  } as const;
  return (await sharp({ create }).toFormat(format).toBuffer()).toString('base64');
}

/** Puts a picture of one colour on an account's card; returns the photo. */
export async function putPhoto(who: Person, photo_index: Place, colour: Colour): Promise<Photo> {
  const { list } = await who.api.user_friendship.set_user_photo({
    photo_index,
    image_type: 'png',
    image: await image(colour),
  });
  return list[0]!;
}

/** An account's own photos. */
export async function photosOf(who: Person): Promise<Photo[]> {
  return (await who.api.user_friendship.user_photos()).list;
}

/** The photos of another account that an account sees. */
export async function photosSeen(by: Person, of: Person): Promise<Photo[]> {
  return (await by.api.intro.card({ target_user_id: of.id })).user_photos;
}

/** The colour of the picture at a URL; undefined if there is none. */
export async function colourAt(url: string): Promise<Colour | undefined> {
  const response = await fetch(url);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status === 404) return undefined;
  const { r, g, b } = (await sharp(bytes).stats()).dominant;
  return r > g && r > b ? 'red' : g > b ? 'green' : 'blue';
}

/** The upload id of an account's photo, as moderators see it. */
export async function uploadOf(kith: Kith, { id }: Pick<Photo, 'id'>): Promise<number> {
  const [row] = await kith.sql<{ upload_id: string }>('select upload_id from photos where id = $1', [id]);
  return Number(row!.upload_id);
}

interface Options {
  readonly tenant?: number;
  readonly isChildSafety?: boolean;
  readonly isAppeal?: boolean;
}

/** Approves an upload, as the command line does. */
export async function approve(kith: Kith, id: number, options: Options = {}): Promise<void> {
  const { tenant = 1, isChildSafety = false, isAppeal = false } = options;
  await approvePhoto(await operator(kith, tenant), { id, isAppeal, isChildSafety, by: 'olga', why: '' });
}

/** Refuses an upload, as the command line does. */
export async function refuse(kith: Kith, id: number, options: Options = {}): Promise<void> {
  const { tenant = 1, isChildSafety = false } = options;
  await refusePhoto(await operator(kith, tenant), { id, isChildSafety, by: 'olga', why: 'It is no face.' });
}
