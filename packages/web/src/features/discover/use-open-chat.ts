import { useNavigate } from '@tanstack/react-router';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';

/** Goes to the chat with a person who may be written to. */
export function useOpenChat(): (userId: number) => Promise<void> {
  const { im } = useAccount();
  const navigate = useNavigate();
  const refusalOf = useRefusal();
  return async (userId) => {
    try {
      const { list_id } = await im.message.getListId({ user_id: userId });
      await navigate({ to: '/chats/$listId', params: { listId: list_id } });
    } catch (error) {
      toast(refusalOf(error));
    }
  };
}
