import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { im, Result } from '@kith/contract';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';

/** A group with its members and settings, as the reader sees it. */
export type Group = Result<typeof im.message.getChatDetails>;

/** A member of a group. */
export type Member = Group['member'][number];

/** The numbers of the roles. */
export const ROLES = { member: 0, admin: 1, owner: 2 } as const;

/** A conversation with its members and settings. */
export function useGroup(listId: string) {
  const { im } = useAccount();
  return useQuery({
    queryKey: ['conversation', listId],
    queryFn: () => im.message.getChatDetails({ list_id: listId }),
  });
}

/** Whether the reader may change the name and the picture. */
export function mayEdit({ is_action: role, group }: Group): boolean {
  return role > ROLES.member || group.edit_photo === 1;
}

/** Runs a change of a group, then loads the group again; a refusal is said in a toast. */
export function useGroupAct(listId: string): (work: () => Promise<unknown>) => Promise<boolean> {
  const queries = useQueryClient();
  const refusalOf = useRefusal();
  const { chats } = useAccount();
  return async (work) => {
    try {
      await work();
      return true;
    } catch (error) {
      toast(refusalOf(error));
      return false;
    } finally {
      chats.refresh([listId]);
      await queries.invalidateQueries({ queryKey: ['conversation', listId] });
    }
  };
}
