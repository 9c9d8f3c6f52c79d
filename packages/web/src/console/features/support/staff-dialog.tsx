import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, Loaded, queries, useAction } from '../../admin/index.js';
import type { Agent } from './screen.js';

/** Which member of staff answers as an agent. */
export function StaffDialog({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const t = useTranslations('console.support.desk');
  const common = useTranslations('console');
  const { isBusy, refusal, act, proof } = useAction();
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => ask('GET', '/admin/staff') });
  const [id, setId] = useState(String(agent.staffId ?? ''));

  async function change(): Promise<void> {
    await ask('PUT', '/admin/support/agents/{id}/staff', {
      id: agent.id,
      ...(id !== '' && { staff: Number(id) }),
    });
    void queries.invalidateQueries({ queryKey: ['support'] });
    toast(t('done', { name: agent.username }));
    onClose();
  }

  return (
    <Dialog title={t('title')} closeLabel={common('close')} onClose={onClose}>
      <Loaded of={staff}>
        {(members) => (
          <Form submit={t('submit')} isBusy={isBusy} onSubmit={() => void act(change)}>
            <p>{t('hint', { name: agent.username })}</p>
            <label className="flex flex-col gap-1">
              <span className="text-small font-medium">{t('staff')}</span>
              <select
                value={id}
                onChange={({ target }) => setId(target.value)}
                className="h-11 rounded-control border border-edge bg-panel px-3"
              >
                <option value="">{t('nobody')}</option>
                {members.map((member) => (
                  <option key={member.id} value={member.id}>
                    {member.name}
                  </option>
                ))}
              </select>
            </label>
            {refusal !== undefined && <Notice isError>{refusal}</Notice>}
          </Form>
        )}
      </Loaded>
      {proof}
    </Dialog>
  );
}
