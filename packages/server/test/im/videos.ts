import type { ImFile } from '@kith/sdk';
import type { Kith, Person } from '../harness/kith.js';
import { film } from '../media/films.js';

/** A video to upload. */
export async function clip(name = 'clip.mp4'): Promise<ImFile> {
  return { bytes: new Uint8Array(await film()), name };
}

/** Uploads and releases a video; returns its id. */
export async function release(who: Person, title = 'a video', category_id?: number): Promise<number> {
  const { save_name, save_gif_path } = await who.im['video.Share'].upload({}, await clip());
  await who.im['video.Share'].release({
    title,
    gif: save_gif_path,
    video: save_name,
    ...(category_id !== undefined && { category_id }),
  });
  const { data } = await who.im['video.Share'].user_video({ user_id: who.id });
  return data[0]!.id;
}

/** Inserts released videos; returns their ids, the oldest first. */
export async function insertVideos(
  kith: Kith,
  who: Pick<Person, 'id' | 'tenant'>,
  count: number,
  categoryId: number | null = null,
): Promise<number[]> {
  const rows = await kith.sql<{ id: number }>(
    `insert into videos (tenant_id, account_id, category_id, title, file, cover, rank_at, created_at)
     select $1, $2, $3, 'video ' || n, md5(random()::text), 'cover', now, now
     from generate_series(1, $4) n, (select (extract(epoch from now()) * 1000)::bigint as now) clock
     returning id`,
    [who.tenant, who.id, categoryId, count],
  );
  await kith.sql(
    `insert into video_counts as c (tenant_id, account_id, category_id, videos) values ($1, $2, coalesce($3, 0), $4)
     on conflict (tenant_id, account_id, category_id) do update set videos = c.videos + excluded.videos`,
    [who.tenant, who.id, categoryId, count],
  );
  return rows.map((row) => row.id);
}
