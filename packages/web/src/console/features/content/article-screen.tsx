import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useLocale, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Notice } from '../../../ui/notice.js';
import { ask, Loaded, queries } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Aside } from './aside.js';
import { Body } from './body.js';
import { NO_TEXT, titleOf, withText, type Article, type Text } from './drafts.js';
import { LanguageChoice } from './language-choice.js';
import { ToList } from './to-list.js';
import { useDesk, type Desk } from './use-desk.js';

const PreviewDialog = lazy(async () => ({ default: (await import('./preview-dialog.js')).PreviewDialog }));
const PublishDialog = lazy(async () => ({ default: (await import('./publish-dialog.js')).PublishDialog }));
const LeaveDialog = lazy(async () => ({ default: (await import('./leave-dialog.js')).LeaveDialog }));

/** An article with its versions, or a new one. */
export function ArticleScreen() {
  const { articleId } = useParams({ from: '/console/content/articles/$articleId' });
  if (articleId === 'new') return <Writing key="new" />;
  return <Existing key={articleId} id={Number(articleId)} />;
}

function Existing({ id }: { readonly id: number }) {
  const article = useQuery({
    queryKey: ['article', id],
    queryFn: () => ask('GET', '/admin/content/articles/{id}', { id }),
  });
  // Another version is another text: an editor that is open begins again.
  return <Loaded of={article}>{(data) => <Writing key={data.version} article={data} />}</Loaded>;
}

function Writing({ article }: { readonly article?: Article }) {
  const t = useTranslations('console.content');
  const locale = useLocale();
  const desk = useDesk(article);
  const titles = Object.entries(desk.saved.texts).map(([language, { title }]) => [language, title]);
  return (
    <Page
      title={titleOf(Object.fromEntries(titles), locale) || t('newArticle')}
      start={<ToList to="/console/content" />}
    >
      <div className="relative flex min-h-0 grow flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <div className="flex min-w-0 grow flex-col gap-4 px-4 pb-6 md:px-6 lg:overflow-y-auto">
          {desk.newer && <Newer article={desk.newer} />}
          <Texts desk={desk} />
        </div>
        <Aside
          article={article}
          content={desk.content}
          isChanged={desk.isChanged}
          onChange={desk.setContent}
        />
      </div>
      <Foot desk={desk} />
      {desk.proof}
      <Suspense>
        <Dialogs desk={desk} />
      </Suspense>
    </Page>
  );
}

/** Somebody else has saved: both texts are there, and the next step is chosen. */
function Newer({ article }: { readonly article: Article }) {
  const t = useTranslations('console.content');
  return (
    <div className="flex flex-col items-start gap-2">
      <Notice isError>{t('newer', { name: article.versions[0]?.writtenBy ?? '' })}</Notice>
      <p className="text-small text-secondary">{t('keepOwn')}</p>
      <Button onClick={() => queries.setQueryData(['article', article.id], article)}>{t('openNewer')}</Button>
    </div>
  );
}

/** The text in one language. */
function Texts({ desk: { content, setContent, language, setLanguage, languages, lacksTitle } }: DeskProps) {
  const t = useTranslations('console.content');
  const text = content.texts[language] ?? NO_TEXT;
  const lang = language === 'all' ? undefined : language;
  const change = (part: Partial<Text>) => setContent((now) => withText(now, language, part));
  return (
    <div className="flex max-w-pane flex-col gap-4">
      <LanguageChoice languages={languages} value={language} onChange={setLanguage} />
      {content.texts[language] === undefined && <p className="text-small text-secondary">{t('noText')}</p>}
      <div className="flex flex-col gap-4" key={language}>
        <Field
          label={t('titleOfText')}
          maxLength={200}
          lang={lang}
          value={text.title}
          error={lacksTitle ? t('needsTitle') : undefined}
          onChange={(event) => change({ title: event.target.value })}
        />
        <Field
          label={t('summary')}
          hint={t('summaryHint')}
          maxLength={500}
          lang={lang}
          value={text.summary}
          onChange={(event) => change({ summary: event.target.value })}
        />
        <Body lang={lang} html={text.body} onChange={(body) => change({ body })} />
      </div>
    </div>
  );
}

/** What can be done with the text. */
function Foot({
  desk: { refusal, open, isChanged, isBusy, setOpen, saveDraft, choosePublication },
}: DeskProps) {
  const t = useTranslations('console.content');
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2 shadow-float md:px-6">
      <div className="min-w-0 grow">
        {refusal !== undefined && open === undefined && <Notice isError>{refusal}</Notice>}
        {refusal === undefined && isChanged && (
          <p role="status" className="text-secondary">
            {t('unsaved')}
          </p>
        )}
      </div>
      <Button look="quiet" onClick={() => setOpen('preview')}>
        {t('preview')}
      </Button>
      <Button isBusy={isBusy} disabled={!isChanged} onClick={saveDraft}>
        {t('saveDraft')}
      </Button>
      <Button look="main" onClick={choosePublication}>
        {t('publish')}
      </Button>
    </div>
  );
}

function Dialogs({
  desk: { content, languages, language, open, setOpen, isBusy, refusal, publish, leave },
}: DeskProps) {
  const close = () => setOpen(undefined);
  if (leave.status === 'blocked') return <LeaveDialog onLeave={leave.proceed} onStay={leave.reset} />;
  if (open === 'preview')
    return <PreviewDialog content={content} languages={languages} first={language} onClose={close} />;
  if (open === 'publish')
    return (
      <PublishDialog
        isShown={content.isShown}
        isBusy={isBusy}
        refusal={refusal}
        onPublish={publish}
        onClose={close}
      />
    );
  return null;
}

interface DeskProps {
  readonly desk: Desk;
}
