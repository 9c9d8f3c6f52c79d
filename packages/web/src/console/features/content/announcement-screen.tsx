import { useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { LANGUAGES } from '../../../client/languages.js';
import { useLocale, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
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
import { ToList } from './to-list.js';
import { UniversityField } from './university-field.js';

const LeaveDialog = lazy(async () => ({ default: (await import('./leave-dialog.js')).LeaveDialog }));

type Announcement = Result<typeof admin.content.showAnnouncement>;
type Texts = Announcement['texts'];

const AUDIENCES = ['everybody', 'members', 'vips', 'school'] as const;

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

/** What is being written, and what can be done with it. */
function useWriting(announcement: Announcement | undefined) {
  const t = useTranslations('console.announcements');
  const navigate = useNavigate();
  const { isBusy, refusal, act, proof } = useAction();
  const saved = draftOf(announcement);
  const [draft, setDraft] = useState(saved);
  const [isStale, setStale] = useState(false);
  const isLeaving = useRef(false);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const leave = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isChanged && !isLeaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged && !isLeaving.current,
    withResolver: true,
  });

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

  function save(): void {
    const content = {
      texts: draft.texts,
      audience: draft.audience,
      ...(draft.audience === 'school' && { universityId: Number(draft.university) }),
      ...(draft.begin !== '' && { beginAt: timeOf(draft.begin, announcement?.beginAt) }),
      ...(draft.end !== '' && { endAt: timeOf(draft.end, announcement?.endAt) }),
    };
    const work = () => {
      if (!announcement) return ask('POST', '/admin/content/announcements', content);
      const { id, version } = announcement;
      return ask('PUT', '/admin/content/announcements/{id}', { id, version, ...content });
    };
    void act(() => decide(work, t('saved')));
  }

  function takeBack({ id, version }: Announcement): void {
    const work = () => ask('POST', '/admin/content/announcements/{id}/withdrawal', { id, version });
    void act(() => decide(work, t('takenBack')));
  }

  return { saved, draft, setDraft, isBusy, refusal, proof, isStale, leave, save, takeBack };
}

function Writing({ announcement }: { readonly announcement?: Announcement }) {
  const t = useTranslations('console.announcements');
  const words = useTranslations('console.content');
  const locale = useLocale();
  const { saved, draft, setDraft, isBusy, refusal, proof, isStale, leave, save, takeBack } =
    useWriting(announcement);
  const titles = Object.entries(saved.texts).map(([one, { title }]) => [one, title]);
  return (
    <Page
      title={titleOf(Object.fromEntries(titles), locale) || t('new')}
      start={<ToList to="/console/content/announcements" />}
    >
      <div className="flex min-h-0 grow flex-col gap-4 overflow-y-auto px-4 pb-6 md:px-6">
        {announcement && (
          <p className={announcement.state === 'shown' ? 'text-good' : 'text-secondary'}>
            {t(`states.${announcement.state}`)}
          </p>
        )}
        <div className="max-w-pane">
          <WritingForm
            saved={saved}
            draft={draft}
            submit={t(announcement ? 'save' : 'publish')}
            isBusy={isBusy}
            refusal={refusal}
            onDraft={setDraft}
            onSave={save}
          />
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
            <Button look="danger" isBusy={isBusy} onClick={() => takeBack(announcement)}>
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

function WritingForm({
  saved,
  draft,
  submit,
  isBusy,
  refusal,
  onDraft,
  onSave,
}: {
  readonly saved: Draft;
  readonly draft: Draft;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly refusal: string | undefined;
  readonly onDraft: (change: (now: Draft) => Draft) => void;
  readonly onSave: () => void;
}) {
  const t = useTranslations('console.announcements');
  const words = useTranslations('console.content');
  const locale = useLocale();
  const languages: readonly TextLanguage[] = saved.texts.all ? [...LANGUAGES, 'all'] : LANGUAGES;
  const [language, setLanguage] = useState<TextLanguage>(
    saved.texts[locale] ? locale : (languages.find((one) => saved.texts[one]) ?? locale),
  );
  const text = draft.texts[language] ?? { title: '', body: '' };
  const lang = language === 'all' ? undefined : language;
  const set = (part: Partial<Draft>) => onDraft((now) => ({ ...now, ...part }));
  const change = (part: Partial<typeof text>) => onDraft((now) => withText(now, language, part));

  function submitTitled(): void {
    const untitled = languages.find((one) => draft.texts[one]?.title.trim() === '');
    if (untitled) setLanguage(untitled);
    else onSave();
  }

  return (
    <Form submit={submit} isBusy={isBusy} onSubmit={submitTitled}>
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
        onChange={(audience) => set({ audience })}
      />
      {draft.audience === 'school' && (
        <UniversityField value={draft.university} onChange={(university) => set({ university })} />
      )}
      <Field
        label={t('begin')}
        hint={t('beginHint', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
        type="datetime-local"
        value={draft.begin}
        onChange={(event) => set({ begin: event.target.value })}
      />
      <Field
        label={t('end')}
        hint={t('endHint')}
        type="datetime-local"
        value={draft.end}
        onChange={(event) => set({ end: event.target.value })}
      />
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </Form>
  );
}

/** A draft with another text in a language; an empty one is left out. */
function withText(
  draft: Draft,
  language: TextLanguage,
  part: Partial<{ title: string; body: string }>,
): Draft {
  const { [language]: before = { title: '', body: '' }, ...others } = draft.texts;
  const next = { ...before, ...part };
  const isEmpty = next.title.trim() === '' && next.body.trim() === '';
  return { ...draft, texts: isEmpty ? others : { ...others, [language]: next } };
}

interface Draft {
  readonly texts: Texts;
  readonly audience: Announcement['audience'];
  /** The id of that of the audience `school`; empty if none is chosen. */
  readonly university: string;
  /** As a field for a local time has it; empty for now. */
  readonly begin: string;
  /** Likewise; empty for no end. */
  readonly end: string;
}

function draftOf(announcement: Announcement | undefined): Draft {
  const { texts = {}, audience = 'everybody', universityId = '', beginAt, endAt } = announcement ?? {};
  return {
    texts,
    audience,
    university: String(universityId),
    begin: localTime(beginAt),
    end: localTime(endAt),
  };
}

/** The time in a field; one that was not changed keeps its seconds. */
function timeOf(local: string, saved: number | undefined): number {
  return saved !== undefined && local === localTime(saved) ? saved : new Date(local).getTime();
}

function localTime(at: number | undefined): string {
  if (at === undefined) return '';
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
