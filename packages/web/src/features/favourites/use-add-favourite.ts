import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from '../../text/index.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';

/** Saves a message to the favourites, and says what came of it. */
export function useAddFavourite(): (message: {
  readonly listId: string;
  /** The id of its entry. */
  readonly id: string;
}) => Promise<void> {
  const t = useTranslations('favourites');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  return async ({ listId, id }) => {
    try {
      await im.vendor.saveStore({ list_id: listId, msg_id: id });
      toast(t('added'));
      await queries.invalidateQueries({ queryKey: ['favourites'] });
    } catch (error) {
      toast(refusal(error));
    }
  };
}
