import type { im } from '@kith/contract';
import { previewLink } from '@kith/core/media';
import type { Handlers } from '../implement.js';

export const linkHandlers: Handlers<typeof im.link> = {
  preview: async (ctx, params) => {
    const { title, description, picture } = await previewLink(ctx, params.url);
    return { title, description, picture: picture === null ? '' : `/static/preview/${picture}` };
  },
};
