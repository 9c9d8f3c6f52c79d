import type { ImClient } from '@kith/sdk';

/** Gives a group a picture. */
export async function uploadPicture(im: ImClient, listId: string, file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  await im.upload.groupPhoto({ list_id: listId }, { bytes, name: file.name });
  await im.message.upGroupPhoto({ list_id: listId });
}
