import type { imShapes } from '@kith/contract';
import type { ImFile } from '@kith/sdk';
import { collectFiles } from '@kith/core/media';
import { tell } from '../conversations/chatting.js';
import { eventually, type Kith, type Person } from '../harness/kith.js';
import { halves, mp4 } from '../media/samples.js';
import { file } from './pictures.js';

/** An uploaded and sent file. */
export interface Sent {
  readonly message: imShapes.Message;
  /** Its name in the conversation's folder. */
  readonly name: string;
  /** The file and its derived files, below `/static/chat/`. */
  readonly paths: readonly string[];
  readonly sizeBytes: number;
}

const TYPES = { image: 2, video: 3, voice: 1, file: 11 } as const;

/** A small file of a kind. */
export async function sample(kind: keyof typeof TYPES): Promise<ImFile> {
  switch (kind) {
    case 'image':
      return file(await halves(40, 20).png().toBuffer(), 'picture.png');
    case 'video':
      return file(mp4('isom', 'vide', 'soun'), 'film.mp4');
    case 'voice':
      return file(mp4('M4A', 'soun'), 'voice.m4a');
    case 'file':
      return file('%PDF-1.7\n', 'report.pdf');
  }
}

/** Uploads a file and sends it as existing clients do. */
export async function sendFile(
  who: Person,
  list_id: string,
  kind: keyof typeof TYPES,
  more: Record<string, unknown> = {},
): Promise<Sent> {
  const given = await sample(kind);
  const { save_name, full_url, full_movie } = await who.im.upload.chat({ list_id }, given);
  const message = await tell(who, list_id, TYPES[kind], {
    url: save_name,
    full_url,
    full_movie,
    ...(kind === 'file' && { name: given.name, length: 1 }),
    ...(kind === 'voice' && { length: '00:03' }),
    ...more,
  });
  const paths = [full_url];
  if (kind === 'image') paths.push(full_url.replace('.png', '_thumb.png'));
  if (kind === 'video') paths.push(full_movie);
  return { message, name: save_name, paths, sizeBytes: given.bytes.length };
}

/** The number of paths that the server serves. */
export async function served(kith: Kith, paths: readonly string[]): Promise<number> {
  const answers = await Promise.all(paths.map((path) => fetch(`${kith.url}/static/chat/${path}`)));
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  return answers.filter((answer) => answer.status === 200).length;
}

/** Advances a minute, and then runs the removal, by the server's worker and one more. */
export async function aMinuteLater(kith: Kith): Promise<void> {
  kith.advance(61_000);
  await settleFiles(kith);
}

/** Waits until every due removal is done. */
export async function settleFiles(kith: Kith): Promise<void> {
  const { db, ports, now } = kith.server.deps;
  while (await collectFiles({ db, blobs: ports.blobs, now }));
  await eventually('all that is due is done', async () => {
    const [row] = await kith.sql<{ count: number }>(
      `select (select count(*) from file_checks where due_at <= $1) + (select count(*) from file_removals) as count`,
      [now()],
    );
    return row?.count === 0;
  });
}
