import { useQuery } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { LANGUAGES } from '../../../client/languages.js';
import { useLocale, useTranslations } from '../../../text/index.js';
import { Button, buttonLook } from '../../../ui/button.js';
import { Choice } from '../../../ui/choice.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, isRefusal, Loaded, queries, useAction } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Body } from './body.js';
import { titleOf, type TextLanguage } from './drafts.js';
import { LanguageChoice } from './language-choice.js';

const LeaveDialog = lazy(async () => ({ default: (await import('./leave-dialog.js')).LeaveDialog }));

type Announcement = Result<typeof admin.content.showAnnouncement>;
type Texts = Announcement['texts'];

const AUDIENCES = ['everybody', 'members', 'vips'] as const;

/** An announcement, or a new one. */
export function AnnouncementScreen() {
  const { announcementId } = useParams({ from: '/console/content/announcements/$announcementId' });
  if (announcementId === 'new') return <Writing key="new" />;
  return <Existing key={announcementId} id={Number(announcementId)} />;
}

function Existing({ id }: { readonly id: number }) {
  const announcement = useQuery({
    queryKey: ['announcement', id],
    queryFn: () => ask('GET', '/admin/content/announcements/{id}', { id }),
    // A text that is being written stays as it is.
    refetchOnWindowFocus: false,
  });
  return <Loaded of={announcement}>{(data) => <Writing key={data.version} announcement={data} />}</Loaded>;
}

function Writing({ announcement }: { readonly announcement?: Announcement }) {
  const t = useTranslations('console.announcements');
  const words = useTranslations('console.content');
  const locale = useLocale();
  const navigate = useNavigate();
  const { isBusy, refusal, act, proof } = useAction();
  const saved = draftOf(announcement);
  const [draft, setDraft] = useState(saved);
  const languages: readonly TextLanguage[] = saved.texts.all ? [...LANGUAGES, 'all'] : LANGUAGES;
  const [language, setLanguage] = useState<TextLanguage>(
    saved.texts[locale] ? locale : (languages.find((one) => saved.texts[one]) ?? locale),
  );
  const [isStale, setStale] = useState(false);
  const isLeaving = useRef(false);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const leave = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isChanged && !isLeaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged && !isLeaving.current,
    withResolver: true,
  });
  const text = draft.texts[language] ?? { title: '', body: '' };
  const lang = language === 'all' ? undefined : language;
  const titles = Object.entries(saved.texts).map(([one, { title }]) => [one, title]);

  function change(part: Partial<typeof text>): void {
    setDraft((now) => {
      const { [language]: before = { title: '', body: '' }, ...others } = now.texts;
      const next = { ...before, ...part };
      const isEmpty = next.title.trim() === '' && next.body.trim() === '';
      return { ...now, texts: isEmpty ? others : { ...others, [language]: next } };
    });
  }

  /** Does something to the announcement, and shows what has become of it. */
  async function decide(work: () => Promise<{ version: number; id?: number }>, said: string): Promise<void> {
    try {
      const { id } = await work();
      isLeaving.current = true;
      toast(said);
      void queries.invalidateQueries({ queryKey: ['announcements'] });
      if (announcement) await queries.invalidateQueries({ queryKey: ['announcement', announcement.id] });
      else {
        const params = { announcementId: String(id) };
        await navigate({ to: '/console/content/announcements/$announcementId', params, replace: true });
      }
    } catch (error) {
      setStale(isRefusal(error, 'stale'));
      throw error;
    }
  }

  const save = () => {
    const untitled = languages.find((one) => draft.texts[one]?.title.trim() === '');
    if (untitled) return setLanguage(untitled);
    const content = {
      texts: draft.texts,
      audience: draft.audience,
      ...(draft.begin !== '' && { beginAt: timeOf(draft.begin, announcement?.beginAt) }),
      ...(draft.end !== '' && { endAt: timeOf(draft.end, announcement?.endAt) }),
    };
    void act(() =>
      decide(
        () =>
          announcement
            ? ask('PUT', '/admin/content/announcements/{id}', {
                id: announcement.id,
                version: announcement.version,
                ...content,
              })
            : ask('POST', '/admin/content/announcements', content),
        t('saved'),
      ),
    );
  };

  return (
    <Page title={titleOf(Object.fromEntries(titles), locale) || t('new')}>
      <div className="flex min-h-0 grow flex-col gap-4 overflow-y-auto px-4 pb-6 md:px-6">
        <Link to="/console/content/announcements" className={buttonLook('plain', 'self-start')}>
          {t('title')}
        </Link>
        {announcement && (
          <p className={announcement.state === 'shown' ? 'text-good' : 'text-secondary'}>
            {t(`states.${announcement.state}`)}
          </p>
        )}
        <div className="max-w-pane">
          <Form submit={t(announcement ? 'save' : 'publish')} isBusy={isBusy} onSubmit={save}>
            <LanguageChoice languages={languages} value={language} onChange={setLanguage} />
            <Field
              key={`title-${language}`}
              label={words('titleOfText')}
              maxLength={200}
              lang={lang}
              required={text.body.trim() !== '' || Object.keys(draft.texts).length === 0}
              value={text.title}
              onChange={(event) => change({ title: event.target.value })}
            />
            <Body key={language} lang={lang} html={text.body} onChange={(body) => change({ body })} />
            <Choice
              label={t('audience')}
              value={draft.audience}
              options={AUDIENCES.map((value) => ({ value, text: t(`audiences.${value}`) }))}
              onChange={(audience) => setDraft({ ...draft, audience })}
            />
            <Field
              label={t('begin')}
              hint={t('beginHint', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
              type="datetime-local"
              value={draft.begin}
              onChange={(event) => setDraft({ ...draft, begin: event.target.value })}
            />
            <Field
              label={t('end')}
              hint={t('endHint')}
              type="datetime-local"
              value={draft.end}
              onChange={(event) => setDraft({ ...draft, end: event.target.value })}
            />
            {refusal !== undefined && <Notice isError>{refusal}</Notice>}
          </Form>
        </div>
        {announcement && isStale && (
          <Button
            onClick={() => void queries.invalidateQueries({ queryKey: ['announcement', announcement.id] })}
          >
            {words('openNewer')}
          </Button>
        )}
        {announcement && announcement.state !== 'taken_back' && (
          <div className="flex flex-col items-start gap-1">
            <Button
              look="danger"
              isBusy={isBusy}
              onClick={() => {
                const { id, version } = announcement;
                void act(() =>
                  decide(
                    () => ask('POST', '/admin/content/announcements/{id}/withdrawal', { id, version }),
                    t('takenBack'),
                  ),
                );
              }}
            >
              {t('takeBack')}
            </Button>
            <p className="text-small text-secondary">{t('takeBackHint')}</p>
          </div>
        )}
      </div>
      {proof}
      {leave.status === 'blocked' && (
        <Suspense>
          <LeaveDialog onLeave={leave.proceed} onStay={leave.reset} />
        </Suspense>
      )}
    </Page>
  );
}

interface Draft {
  readonly texts: Texts;
  readonly audience: Announcement['audience'];
  /** As a field for a local time has it; empty for now. */
  readonly begin: string;
  /** Likewise; empty for no end. */
  readonly end: string;
}

function draftOf(announcement: Announcement | undefined): Draft {
  const { texts = {}, audience = 'everybody', beginAt, endAt } = announcement ?? {};
  return { texts, audience, begin: localTime(beginAt), end: localTime(endAt) };
}

/** The time in a field; one that was not changed keeps its seconds. */
function timeOf(local: string, saved: number | undefined): number {
  return saved !== undefined && local === localTime(saved) ? saved : new Date(local).getTime();
}

function localTime(at: number | undefined): string {
  if (at === undefined) return '';
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
