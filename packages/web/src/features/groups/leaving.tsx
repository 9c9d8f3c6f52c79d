import { useNavigate } from '@tanstack/react-router';
import { LogOut, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useAccount, useRefusal } from '../account/index.js';
import { ROLES, type Group } from './use-group.js';

const Confirm = lazy(async () => ({ default: (await import('../../ui/confirm.js')).Confirm }));

/** The ways out of a group: for oneself, and for its owner the end of it. */
export function Leaving({ listId: list_id, group }: { readonly listId: string; readonly group: Group }) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const navigate = useNavigate();
  const refusalOf = useRefusal();
  const [asked, setAsked] = useState<'leave' | 'disband'>();
  const { name } = group.group;
  const isOwner = group.is_action === ROLES.owner;

  async function end(): Promise<void> {
    await (asked === 'disband' ? im.message.removeGroup({ list_id }) : im.message.liveGroup({ list_id }));
    await navigate({ to: '/chats' });
  }

  return (
    <div className="flex flex-col items-start gap-2 px-4">
      <Button look="danger" onClick={() => setAsked('leave')}>
        <Icon of={LogOut} />
        {t('leave')}
      </Button>
      {isOwner && (
        <Button look="danger" onClick={() => setAsked('disband')}>
          <Icon of={Trash2} />
          {t('disband')}
        </Button>
      )}
      {asked !== undefined && (
        <Suspense>
          <Confirm
            title={t(`${asked}Title`, { name })}
            hint={t(asked === 'leave' && isOwner ? 'leaveOwnerHint' : `${asked}Hint`)}
            action={t(asked)}
            labels={{ close: app('close'), cancel: app('cancel') }}
            refusalOf={refusalOf}
            onConfirm={end}
            onClose={() => setAsked(undefined)}
          />
        </Suspense>
      )}
    </div>
  );
}
