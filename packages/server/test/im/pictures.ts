import type { ImFile } from '@kith/sdk';
import sharp from 'sharp';
import type { Kith } from '../harness/kith.js';

/** A file with these bytes for an upload. */
export function file(bytes: Uint8Array | string, name: string): ImFile {
  return { bytes: new Uint8Array(Buffer.from(bytes)), name };
}

/** A picture of one colour. */
export async function picture(colour: 'red' | 'blue'): Promise<ImFile> {
  const create = { width: 320, height: 400, channels: 3, background: colour } as const;
  return file(await sharp({ create }).jpeg().toBuffer(), 'photo.jpg');
}

/** The name of an account's photo; null for none. */
export async function avatarName(kith: Kith, accountId: number): Promise<string | null> {
  const [row] = await kith.sql<{ name: string | null }>(
    'select avatar_name as name from accounts where id = $1',
    [accountId],
  );
  return row?.name ?? null;
}

/** The photo of an account in one size, as served: its side and colour, or undefined if there is none. */
export async function avatar(
  kith: Kith,
  accountId: number,
  size: 70 | 90 | 300,
): Promise<{ side: number; colour: 'red' | 'blue' } | undefined> {
  const name = await avatarName(kith, accountId);
  if (name === null) return undefined;
  const response = await fetch(`${kith.url}/static/photo/user/${name}/${size}.jpg`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const { dominant } = await sharp(bytes).stats();
  const { width, height } = await sharp(bytes).metadata();
  if (width !== height) throw new Error(`The photo is ${width} x ${height}.`);
  return { side: width, colour: dominant.r > dominant.b ? 'red' : 'blue' };
}
