import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale } from '../../text/index.js';
import { useAccount } from '../account/index.js';

/** A sticker to send: the address of its picture, and its size. */
export interface PickedSticker {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

const OWN = ['stickers'];

/** The reader's own stickers, newest first. */
export function useStickers() {
  const { im } = useAccount();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: OWN, queryFn: () => im.user.myfavor() });
  return {
    ...query,
    remove: async (id: number) => {
      await im.user.delFavor({ id });
      await queries.invalidateQueries({ queryKey: OWN });
    },
  };
}

/** The stickers that the operator offers to everybody. */
export function useOfferedStickers() {
  const { im } = useAccount();
  const locale = useLocale();
  return useQuery({ queryKey: ['stickers-offered', locale], queryFn: () => im.user.offeredStickers() });
}

/** Makes a sticker of a picture that the reader sees. Rejects if the server refuses it. */
export function useAddSticker(): (url: string) => Promise<void> {
  const { im } = useAccount();
  const queries = useQueryClient();
  return async (url) => {
    await im.user.addFavor({ url });
    await queries.invalidateQueries({ queryKey: OWN });
  };
}
