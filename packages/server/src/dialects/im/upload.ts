import type { im, Result } from '@kith/contract';
import { uploadAvatar } from '@kith/core/accounts';
import { uploadFile } from '@kith/core/conversations';
import { uploadGroupPhoto } from '@kith/core/groups';
import type { MemberCtx } from '@kith/core/kernel';
import {
  bindMomentFiles,
  discardMomentFiles,
  fileName,
  thumbName,
  uploadCover,
  uploadMomentFile,
} from '@kith/core/moments';
import type { Call, Handlers, UploadedFile } from '../implement.js';

/** `/im/upload/*`: multipart posts with the file in the field `file`. */
export const uploadHandlers: Handlers<typeof im.upload> = {
  photo: uploadOwnAvatar,
  photooss: uploadOwnAvatar,

  chat: uploadChatFile,
  chatoss: uploadChatFile,

  uploadImg: async (ctx, params, call) =>
    `/static/chat/${(await uploadChatFile(ctx, params, call)).full_url}`,

  groupPhoto: (ctx, params, { file }) => uploadGroupPhoto(ctx, { listId: params.list_id, bytes: file.bytes }),

  circle: async (ctx, params, { file }) => {
    const stored = await uploadMomentFile(ctx, {
      bytes: file.bytes,
      originalName: file.name,
      count: params.len,
    });
    return { save_name: thumbName(stored), video_path: stored.isVideo ? fileName(stored) : '' };
  },

  circleFileAction: (ctx, params) => bindMomentFiles(ctx, params.circle_id),

  deleteCircleFile: (ctx) => discardMomentFiles(ctx),

  circleImg: (ctx, _params, { file }) => uploadCover(ctx, file.bytes),
};

function uploadOwnAvatar(ctx: MemberCtx, _params: unknown, { file }: Call<UploadedFile>): Promise<void> {
  return uploadAvatar(ctx, file.bytes);
}

async function uploadChatFile(
  ctx: MemberCtx,
  params: { list_id: string },
  { file }: Call<UploadedFile>,
): Promise<Result<typeof im.upload.chat>> {
  const stored = await uploadFile(ctx, {
    listId: params.list_id,
    bytes: file.bytes,
    originalName: file.name,
  });
  return {
    save_name: stored.name,
    full_url: `${stored.listId}/${stored.name}`,
    full_movie: stored.poster === undefined ? '' : `${stored.listId}/${stored.poster}`,
    w: stored.width ?? 0,
    h: stored.height ?? 0,
  };
}
