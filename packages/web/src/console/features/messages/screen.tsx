import { useSearch } from '@tanstack/react-router';
import { LockKeyhole } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { Empty } from '../../../ui/empty.js';
import { Back } from '../../parts/back.js';
import { Page } from '../../parts/page.js';
import { ConversationsOf } from './conversations.js';
import { OpenForm } from './open-form.js';
import { Opened } from './opened.js';

/**
 * The messages of a conversation, behind a reason. The address holds the person, the conversation and the opening; nothing is
 * shown without an opening that the server still knows.
 */
export function MessagesScreen() {
  const t = useTranslations('console.messages');
  const search = useSearch({ from: '/console/messages' });
  const { person, conversation, opening } = search;
  return (
    <Page title={t('title')} start={<Back to="/console/messages" />}>
      <div className="relative flex min-h-0 grow flex-col gap-4 overflow-y-auto px-4 pb-6 md:px-6">
        {conversation !== undefined && opening !== undefined ? (
          <Opened
            key={opening}
            id={opening}
            search={{ ...(person !== undefined && { person }), conversation }}
          />
        ) : conversation !== undefined ? (
          <OpenForm key={conversation} conversation={conversation} search={search} />
        ) : person !== undefined ? (
          <>
            <p className="text-secondary">{t('ofPerson', { id: person })}</p>
            <ConversationsOf person={person} />
          </>
        ) : (
          <Empty icon={LockKeyhole} title={t('empty')} hint={t('emptyHint')} />
        )}
      </div>
    </Page>
  );
}
