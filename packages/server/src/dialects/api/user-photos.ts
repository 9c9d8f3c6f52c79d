import type { api } from '@kith/contract';
import { submitPhoto } from '@kith/core/moderation';
import { deletePhoto, listOwnPhotos } from '@kith/core/photos';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { presentPhoto } from './present/photo.js';

/** `/api/user_friendship/user_photos`: the photos of the caller's card. */
export type UserPhotosHandlers = Pick<
  Handlers<typeof api.user_friendship>,
  'set_user_photo' | 'user_photos' | 'delete_user_photo'
>;

export function userPhotosHandlers({ photoLinks }: Pick<Deps, 'photoLinks'>): UserPhotosHandlers {
  return {
    set_user_photo: async (ctx, { photo_index: place, image_type: type, image }, { origin }) => {
      await submitPhoto(ctx, {
        place,
        bytes: Buffer.from(image, 'base64'),
        type: type === 'jpeg' ? 'jpg' : type,
      });
      const { photos, isFinished } = await listOwnPhotos(ctx);
      const list = photos
        .filter((photo) => photo.place === place)
        .map((photo) => presentPhoto(ctx.tenant, photo, { origin, photoLinks }));
      return { status: true, is_finish_friendship: isFinished, list };
    },

    user_photos: async (ctx, _params, { origin }) => {
      const { photos, isFinished } = await listOwnPhotos(ctx);
      const list = photos.map((photo) => presentPhoto(ctx.tenant, photo, { origin, photoLinks }));
      return { status: true, is_finish_friendship: isFinished, list };
    },

    delete_user_photo: async (ctx, { id }) => {
      await deletePhoto(ctx, id);
      const { isFinished } = await listOwnPhotos(ctx);
      return { status: true, is_finish_friendship: isFinished };
    },
  };
}
