import { Link2, UserRoundPlus, X } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Loaded } from '../account/index.js';
import { Face } from './face.js';
import { Leaving } from './leaving.js';
import { Members } from './members.js';
import { Notice } from './notice.js';
import { OwnName } from './own-name.js';
import { GroupRequests } from './requests.js';
import { ManagerSwitches, OwnSwitches } from './switches.js';
import { ROLES, useGroup, type Group } from './use-group.js';

const AddDialog = lazy(async () => ({ default: (await import('./add-dialog.js')).AddDialog }));
const InviteDialog = lazy(async () => ({ default: (await import('./invite-dialog.js')).InviteDialog }));

interface GroupPaneProps {
  readonly listId: string;
  readonly onClose: () => void;
}

/** What a group is, who belongs to it, and what the reader may change. */
export function GroupPane({ listId, onClose }: GroupPaneProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <>
      <header className="flex items-center justify-between gap-2 border-b border-line ps-4 pe-2 head">
        <h2 className="truncate text-title font-strong">{t('details')}</h2>
        <IconButton label={app('close')} onClick={onClose}>
          <Icon of={X} />
        </IconButton>
      </header>
      <div ref={scroller} className="min-h-0 grow overflow-y-auto overscroll-contain safe-bottom">
        <Loaded of={useGroup(listId)} loading={<SkeletonRows count={6} />}>
          {(group) => <Content listId={listId} group={group} scroller={scroller} />}
        </Loaded>
      </div>
    </>
  );
}

interface ContentProps {
  readonly listId: string;
  readonly group: Group;
  readonly scroller: React.RefObject<HTMLDivElement | null>;
}

function Content({ listId, group, scroller }: ContentProps) {
  const t = useTranslations('groups');
  const [open, setOpen] = useState<'add' | 'invite'>();
  const isManager = group.is_action > ROLES.member;
  const close = () => setOpen(undefined);
  return (
    <div className="flex flex-col gap-6 py-4">
      <div className="flex flex-col gap-6 px-4">
        <Face listId={listId} group={group} />
        <div className="flex gap-2">
          <Button className="grow basis-0 px-2" onClick={() => setOpen('add')}>
            <Icon of={UserRoundPlus} />
            {t('add')}
          </Button>
          <Button className="grow basis-0 px-2" onClick={() => setOpen('invite')}>
            <Icon of={Link2} />
            {t('invite')}
          </Button>
        </div>
        <Notice listId={listId} mayEdit={isManager} />
        <OwnSwitches listId={listId} group={group} />
        <OwnName key={group.my_nickname} listId={listId} stored={group.my_nickname} />
        {isManager && <ManagerSwitches listId={listId} group={group} />}
        {isManager && <GroupRequests listId={listId} />}
      </div>
      <Members listId={listId} group={group} scroller={scroller} />
      <Leaving listId={listId} group={group} />
      <Suspense>
        {open === 'add' && <AddDialog listId={listId} group={group} onClose={close} />}
        {open === 'invite' && <InviteDialog listId={listId} group={group} onClose={close} />}
      </Suspense>
    </div>
  );
}
