import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Choice } from '../../../ui/choice.js';
import { Field } from '../../../ui/field.js';
import { Notice } from '../../../ui/notice.js';
import { Switch } from '../../../ui/switch.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { Cover } from './cover.js';
import type { Article, Content } from './drafts.js';
import { POSITIONS } from './filters.js';
import { StateWords } from './state-words.js';

const VersionDialog = lazy(async () => ({ default: (await import('./version-dialog.js')).VersionDialog }));
const RemoveDialog = lazy(async () => ({ default: (await import('./remove-dialog.js')).RemoveDialog }));

/** Where an article is shown, what members see of it now, and its versions. */
export function Aside({
  article,
  content,
  isChanged,
  onChange,
}: {
  readonly article: Article | undefined;
  readonly content: Content;
  readonly isChanged: boolean;
  readonly onChange: (content: Content) => void;
}) {
  const t = useTranslations('console.content');
  return (
    <aside
      aria-label={t('about')}
      className="flex shrink-0 flex-col gap-6 border-line px-4 pb-6 max-lg:border-t max-lg:pt-4 md:px-6 lg:w-88 lg:overflow-y-auto lg:border-s"
    >
      {article && <Seen article={article} />}
      <section className="flex flex-col gap-4">
        <Choice
          label={t('position')}
          value={content.position}
          options={POSITIONS.map((one) => ({ value: one, text: t(`positions.${one}`) }))}
          onChange={(position) => onChange({ ...content, position })}
        />
        <Switch
          label={t('isShown')}
          hint={t('isShownHint')}
          isOn={content.isShown}
          onChange={(isShown) => onChange({ ...content, isShown })}
        />
        <Field
          label={t('sort')}
          hint={t('sortHint')}
          type="number"
          min={-1_000_000}
          max={1_000_000}
          step={1}
          required
          value={content.sort}
          onChange={(event) => onChange({ ...content, sort: Math.trunc(event.target.valueAsNumber || 0) })}
        />
        <Cover
          path={content.picture}
          hint={t('pictureHint')}
          onChange={(picture) => onChange({ ...content, picture })}
        />
      </section>
      {article && <Versions article={article} isChanged={isChanged} />}
      {article && <Removal article={article} />}
    </aside>
  );
}

function Seen({ article }: { readonly article: Article }) {
  const t = useTranslations('console.content');
  const { isBusy, refusal, act } = useAction();
  const { id, version, scheduledAt, versions } = article;

  async function unschedule(): Promise<void> {
    await ask('POST', '/admin/content/articles/{id}/unscheduling', { id, version });
    toast(t('unscheduled'));
    await queries.invalidateQueries({ queryKey: ['article', id] });
  }

  return (
    <section className="flex flex-col items-start gap-2">
      <h2 className="text-small font-medium">{t('state')}</h2>
      <p>
        <StateWords of={{ ...article, hasDraft: versions[0]?.publishAt === undefined }} />
      </p>
      {scheduledAt !== undefined && (
        <Button isBusy={isBusy} onClick={() => void act(unschedule)}>
          {t('unschedule')}
        </Button>
      )}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </section>
  );
}

function Versions({ article, isChanged }: { readonly article: Article; readonly isChanged: boolean }) {
  const t = useTranslations('console.content');
  const format = useFormatter();
  const [opened, setOpened] = useState<number>();
  const time = (at: number) => format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-small font-medium">{t('versions')}</h2>
      <ol className="flex flex-col">
        {article.versions.map(({ version, writtenBy, createdAt, publishAt }) => (
          <li key={version} className="border-line not-last:border-b">
            <button
              type="button"
              onClick={() => setOpened(version)}
              className="flex w-full flex-col rounded-control px-2 py-1.5 text-start hover:bg-hover"
            >
              <span className="font-medium">
                {t('version', { version, name: writtenBy })}
                {version === article.shownVersion && <span className="text-good"> {t('isSeen')}</span>}
              </span>
              <span className="text-small text-secondary">{time(createdAt)}</span>
              {publishAt === undefined ? (
                <span className="text-small text-secondary">{t('states.draft')}</span>
              ) : (
                publishAt > createdAt && (
                  <span className="text-small text-secondary">{t('from', { time: time(publishAt) })}</span>
                )
              )}
            </button>
          </li>
        ))}
      </ol>
      {opened !== undefined && (
        <Suspense>
          <VersionDialog
            article={article}
            version={opened}
            isChanged={isChanged}
            onClose={() => setOpened(undefined)}
          />
        </Suspense>
      )}
    </section>
  );
}

function Removal({ article }: { readonly article: Article }) {
  const t = useTranslations('console.content');
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  return (
    <section>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('remove')}
      </Button>
      {isOpen && (
        <Suspense>
          <RemoveDialog
            article={article}
            onRemoved={() => {
              toast(t('removed'));
              void queries.invalidateQueries({ queryKey: ['articles'] });
              void navigate({ to: '/console/content', ignoreBlocker: true });
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </section>
  );
}
