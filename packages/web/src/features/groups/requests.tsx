import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { useAccount, useChat, useSubmit } from '../account/index.js';

/** Who waits to join the groups that the reader manages, or one of them. */
export function GroupRequests({ listId }: { readonly listId?: string }) {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const { data = [] } = useQuery({ queryKey: ['group-requests'], queryFn: () => im.get.applyGroup() });
  const waiting = data.filter(
    ({ status, list_id }) => status === 0 && (listId === undefined || list_id === listId),
  );
  if (waiting.length === 0) return null;
  return (
    <section>
      <h3 className="pb-1 text-small font-medium text-secondary">{t('requests')}</h3>
      <ul className="flex flex-col gap-2">
        {waiting.map((request) => (
          <li key={request.id}>
            <Request request={request} hasGroup={listId === undefined} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RequestProps {
  readonly request: { id: number; user_id: number; list_id: string; nickname: string; photo: string };
  readonly hasGroup: boolean;
}

function Request({ request, hasGroup }: RequestProps) {
  const { id, user_id: userId, list_id: listId, nickname, photo } = request;
  const t = useTranslations('groups');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();
  const group = useChat(listId)?.name ?? '';

  async function answer(isAccepted: boolean): Promise<void> {
    try {
      await (isAccepted ? im.message.addGroupAllow({ id }) : im.message.addGroupRefuse({ id }));
    } finally {
      await queries.invalidateQueries({ queryKey: ['group-requests'] });
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line p-3">
      <Avatar id={userId} name={nickname} photo={photo} />
      <span className="flex min-w-0 grow flex-col">
        <span className="truncate font-medium">{nickname}</span>
        {hasGroup && <span className="truncate text-small text-secondary">{group}</span>}
      </span>
      <span className="flex gap-2">
        <Button isBusy={isBusy} onClick={() => void submit(() => answer(false))}>
          {t('decline')}
        </Button>
        <Button look="main" isBusy={isBusy} onClick={() => void submit(() => answer(true))}>
          {t('admit')}
        </Button>
      </span>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </div>
  );
}
