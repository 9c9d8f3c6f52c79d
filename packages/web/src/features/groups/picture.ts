import type { ImClient } from '@kith/sdk';
import { reducePicture } from '../../client/reduce-picture.js';

/** Gives a group a picture. */
export async function uploadPicture(im: ImClient, listId: string, file: File): Promise<void> {
  const bytes = await reducePicture(file);
  await im.upload.groupPhoto({ list_id: listId }, { bytes, name: bytes.name });
  await im.message.upGroupPhoto({ list_id: listId });
}
