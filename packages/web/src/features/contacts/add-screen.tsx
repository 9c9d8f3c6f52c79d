import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { QrCode, UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { Pane } from '../../ui/pane.js';
import { SearchField } from '../../ui/search-field.js';
import { useAccount, useRefusal } from '../account/index.js';
import { ScanButton } from '../scan/index.js';
import { Back } from './back.js';

/** Finds people by user name, phone number or a part of their name. */
export function AddScreen() {
  const t = useTranslations('contacts');
  const me = useTranslations('me');
  const { im } = useAccount();
  const refusal = useRefusal();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const { data, error, isFetching } = useQuery({
    queryKey: ['people', asked],
    queryFn: async () => (await im.get.searchUser({ val: asked })).data,
    enabled: asked !== '',
    retry: false,
    gcTime: 0,
  });
  return (
    <Pane title={t('add')} back={<Back />}>
      <form
        role="search"
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <SearchField label={t('find')} value={text} onChange={setText} className="grow" />
        <Button look="main" type="submit" isBusy={isFetching}>
          {t('search')}
        </Button>
      </form>
      <div className="flex flex-wrap gap-2">
        <ScanButton />
        <Link
          to="/me/code"
          className="inline-flex h-11 items-center gap-2 rounded-control border border-edge px-4 font-medium transition hover:bg-hover"
        >
          <Icon of={QrCode} />
          {me('pages.code')}
        </Link>
      </div>
      {error && <Notice isError>{refusal(error)}</Notice>}
      {data?.length === 0 && <p role="status">{t('noMatch', { text: asked })}</p>}
      {data === undefined && !error && !isFetching && (
        <Empty icon={UserRoundSearch} title={t('findTitle')} hint={t('findHint')} />
      )}
      <ul>
        {data?.map(({ id, nickname, photo }) => (
          <li key={id}>
            <Link
              to="/contacts/$userId"
              params={{ userId: String(id) }}
              className="flex h-16 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover"
            >
              <Avatar id={id} name={nickname} photo={photo} />
              <span className="min-w-0 truncate font-medium">{nickname}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Pane>
  );
}
