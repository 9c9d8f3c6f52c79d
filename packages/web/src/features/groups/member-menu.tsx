import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Crown, ShieldMinus, ShieldPlus, UserRoundMinus, Volume2, VolumeX } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Confirm } from '../../ui/confirm.js';
import { Menu, type MenuItem } from '../../ui/menu.js';
import { useAccount, useRefusal } from '../account/index.js';
import { ROLES, useGroupAct, type Group, type Member } from './use-group.js';

interface MemberMenuProps {
  readonly listId: string;
  readonly group: Group;
  readonly member: Member;
  readonly anchor: Element;
  readonly onClose: () => void;
}

/** What a manager can do with a member. */
export function MemberMenu({ listId: list_id, group, member, anchor, onClose }: MemberMenuProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusalOf = useRefusal();
  const [asked, setAsked] = useState<'removeMember' | 'transfer'>();
  const isAsking = useRef(false);
  const { user_id: id, show_name: name } = member;

  const deeds = {
    removeMember: () => im.message.removeChat({ list_id, users: [id] }),
    transfer: () => im.vendor.transferQun({ list_id, trans_user_id: id }),
  };
  const marks = useMarks(list_id, group, member);
  if (asked !== undefined)
    return (
      <Confirm
        title={t(`${asked}Title`, { name })}
        hint={t(`${asked}Hint`)}
        action={t(asked)}
        labels={{ close: app('close'), cancel: app('cancel') }}
        refusalOf={refusalOf}
        onConfirm={async () => {
          await deeds[asked]();
          await queries.invalidateQueries({ queryKey: ['conversation', list_id] });
        }}
        onClose={onClose}
      />
    );
  const question = (what: keyof typeof deeds) => ({
    label: t(what),
    keepsFocus: true,
    onChoose: () => {
      isAsking.current = true;
      setAsked(what);
    },
  });
  return (
    <Menu
      anchor={anchor}
      label={t('actionsOf', { name })}
      items={[
        ...marks,
        ...(group.is_action === ROLES.owner ? [{ icon: Crown, ...question('transfer') }] : []),
        { icon: UserRoundMinus, isDanger: true, ...question('removeMember') },
      ]}
      onClose={() => isAsking.current || onClose()}
    />
  );
}

/** What can be taken back: the rights of an admin, and a mute. */
function useMarks(list_id: string, group: Group, { user_id: id, is_admin: role }: Member): MenuItem[] {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const act = useGroupAct(list_id);
  const isOwner = group.is_action === ROLES.owner;
  const isAdmin = role === ROLES.admin;
  const { data } = useQuery({
    queryKey: ['conversation', list_id, 'muted'],
    queryFn: () => im.message.getGroupAdmin({ list_id, type: 2 }),
  });
  const isMuted = data?.user_ids.includes(String(id));
  const admins = group.member.filter((one) => one.is_admin === ROLES.admin).map(({ user_id }) => user_id);
  const appoint: MenuItem = {
    icon: isAdmin ? ShieldMinus : ShieldPlus,
    label: t(isAdmin ? 'removeAdmin' : 'makeAdmin'),
    onChoose: () =>
      void act(() =>
        im.message.setGroupAdmin({
          list_id,
          type: 1,
          users: isAdmin ? admins.filter((one) => one !== id) : [...admins, id],
        }),
      ),
  };
  const mute: MenuItem = {
    icon: isMuted ? Volume2 : VolumeX,
    label: t(isMuted ? 'unmuteMember' : 'muteMember'),
    onChoose: () =>
      void act(() => im.message.setGroupAdmin({ list_id, type: 2, users: [id], is_msg: isMuted ? 0 : 1 })),
  };
  return [...(isOwner ? [appoint] : []), ...(isMuted === undefined || isAdmin ? [] : [mute])];
}
