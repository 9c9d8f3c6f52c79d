import { bounds, sizeOfBlobs, type Ctx } from '../kernel/index.js';
import { selectUnmeasured, updateSizes } from './measure-store.js';
import { photoBlobKeys } from './save-photo.js';

/** Notes the sizes of uploads that were stored before sizes were noted, some at a time. Run periodically. */
export async function measureUploads(ctx: Ctx): Promise<void> {
  const uploads = await selectUnmeasured(ctx, bounds.file.measuredAtOnce);
  const sizes = uploads.map(async (upload) => ({
    id: upload.id,
    bytes: await sizeOfBlobs(ctx, photoBlobKeys(upload)),
  }));
  await updateSizes(ctx, await Promise.all(sizes));
}
