import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { ChevronRight, Headset, LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { ReturnLink } from '../../ui/back-link.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { SearchField } from '../../ui/search-field.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { TwoPanes } from '../../ui/two-panes.js';
import { useAccount, useRefusal } from '../account/index.js';
import { findArticles, type Article } from './rules.js';

/** The help centre: articles of the operator, and the way to customer service. */
export function HelpScreen() {
  const t = useTranslations('help');
  const isOpen = useParams({ strict: false }).articleId !== undefined;
  return (
    <TwoPanes label={t('title')} list={<Articles />} isOpen={isOpen}>
      {isOpen ? <Outlet /> : <Empty icon={LifeBuoy} title={t('choose')} hint={t('chooseHint')} />}
    </TwoPanes>
  );
}

function Articles() {
  const t = useTranslations('help');
  const app = useTranslations('app');
  const { im } = useAccount();
  const [text, setText] = useState('');
  const { data, isError, refetch } = useQuery({
    queryKey: ['help'],
    queryFn: async () => {
      const [help, about] = await Promise.all([im.vendor.getArticleList(), im.vendor.getAboutList()]);
      return { help, about };
    },
  });
  const found = data && { help: findArticles(data.help, text), about: findArticles(data.about, text) };
  const isNothing = found && found.help.length + found.about.length === 0;
  return (
    <>
      <header className="flex items-center gap-1 px-4 head">
        <ReturnLink label={app('back')} />
        <h1 className="text-head font-strong">{t('title')}</h1>
      </header>
      <SearchField label={t('search')} value={text} onChange={setText} className="mx-4 mb-3" />
      <div className="flex min-h-0 grow flex-col overflow-y-auto overscroll-contain pb-2">
        <Service />
        {!found && !isError && <SkeletonRows count={4} />}
        {!found && isError && (
          <Empty icon={LifeBuoy} title={t('failed')}>
            <Button onClick={() => void refetch()}>{app('tryAgain')}</Button>
          </Empty>
        )}
        {found && <Category title={t('category.help')} articles={found.help} />}
        {found && <Category title={t('category.about')} articles={found.about} />}
        {isNothing && (
          <p role="status" className="p-6 text-center text-secondary text-balance">
            {text.trim() === '' ? t('empty') : t('noMatch', { text: text.trim() })}
          </p>
        )}
      </div>
    </>
  );
}

function Category({ title, articles }: { readonly title: string; readonly articles: readonly Article[] }) {
  if (articles.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 aria-hidden className="px-4 pt-3 pb-1 text-small font-medium text-secondary">
        {title}
      </h2>
      <ul>
        {articles.map(({ id, article_name: name, article_desc: summary }) => (
          <li key={id}>
            <Link
              to="/help/$articleId"
              params={{ articleId: String(id) }}
              className="mx-2 flex min-h-14 items-center gap-3 rounded-card px-3 py-2 transition-colors hover:bg-hover aria-[current=page]:bg-tint"
            >
              <span className="flex min-w-0 grow flex-col">
                <span className="font-medium wrap-anywhere">{name}</span>
                {summary !== '' && <span className="text-small text-secondary wrap-anywhere">{summary}</span>}
              </span>
              <Icon of={ChevronRight} size={18} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Opens the chat with customer service; the server chooses who answers. */
function Service() {
  const t = useTranslations('help');
  const { im } = useAccount();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const open = useMutation({
    mutationFn: () => im.get.kefu(),
    onSuccess: (listId) => void navigate({ to: '/chats/$listId', params: { listId } }),
  });
  return (
    <div className="mx-4 flex shrink-0 flex-col gap-3 rounded-card bg-tint p-4">
      <p className="flex items-center gap-3">
        <Icon of={Headset} />
        {t('service')}
      </p>
      <Button look="main" isBusy={open.isPending} onClick={() => open.mutate()}>
        {t('openService')}
      </Button>
      {open.error && <Notice isError>{refusal(open.error)}</Notice>}
    </div>
  );
}
