import { bounds, sizeOfBlobs, type Ctx } from '../kernel/index.js';
import { selectUnmeasured, updateSizes } from './measure-store.js';
import { videoBlobKey } from './upload-video.js';

/** Notes the sizes of videos that were stored before sizes were noted, some at a time. Run periodically. */
export async function measureVideos(ctx: Ctx): Promise<void> {
  const videos = await selectUnmeasured(ctx, bounds.file.measuredAtOnce);
  const sizes = videos.map(async ({ id, file, cover }) => ({
    id,
    bytes: await sizeOfBlobs(ctx, [file, cover].map(videoBlobKey)),
  }));
  await updateSizes(ctx, await Promise.all(sizes));
}
