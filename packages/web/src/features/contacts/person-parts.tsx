import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { useAccount, useSubmit } from '../account/index.js';

/** One's own name for a friend. */
export function Remark({ id }: { readonly id: number }) {
  const { im } = useAccount();
  const { data } = useQuery({
    queryKey: ['person', String(id), 'remark'],
    queryFn: async () => (await im.friend.getRemarks({ user_id: id })).remarks,
  });
  return data === undefined ? null : <RemarkForm key={data} id={id} stored={data} />;
}

function RemarkForm({ id, stored }: { readonly id: number; readonly stored: string }) {
  const t = useTranslations('contacts');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();
  const [remark, setRemark] = useState(stored);

  async function save(): Promise<void> {
    await im.friend.setRemarks({ user_id: id, content: remark.trim() });
    await Promise.all(['person', 'contacts'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  }

  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(save);
      }}
    >
      <Field
        label={t('remark')}
        hint={t('remarkHint')}
        error={refusal}
        value={remark}
        maxLength={50}
        onChange={(event) => setRemark(event.target.value)}
        className="max-w-form grow"
        end={
          remark.trim() !== stored && (
            <Button look="quiet" type="submit" isBusy={isBusy} className="h-9 px-3">
              {t('save')}
            </Button>
          )
        }
      />
    </form>
  );
}

/** The groups that one shares with a person. */
export function CommonGroups({ id }: { readonly id: number }) {
  const t = useTranslations('contacts');
  const chat = useTranslations('chat');
  const { im } = useAccount();
  const { data = [] } = useQuery({
    queryKey: ['person', String(id), 'groups'],
    queryFn: () => im.get.getCommonGroupList({ user_id: id }),
    retry: false,
  });
  if (data.length === 0) return null;
  return (
    <section>
      <h2 className="pb-2 text-small font-medium text-secondary">{t('commonGroups')}</h2>
      <ul>
        {data.map(({ list_id, name, photo, num }) => (
          <li key={list_id}>
            <Link
              to="/chats/$listId"
              params={{ listId: list_id }}
              className="flex h-14 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover"
            >
              <Avatar id={list_id} name={name} photo={photo} />
              <span className="min-w-0 grow truncate font-medium">{name}</span>
              <span className="text-small text-secondary">{chat('members', { count: num })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
