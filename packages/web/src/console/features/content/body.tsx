import { lazy, Suspense, useEffect, useId, useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/notice.js';
import { Skeleton } from '../../../ui/skeleton.js';

const editor = () => import('./rich-text.js');
const RichText = lazy(async () => ({ default: (await editor()).RichText }));

/** The text of an article: as it will look, or as HTML if it has more than the editor keeps. */
export function Body({
  lang,
  html,
  onChange,
}: {
  readonly lang: string | undefined;
  readonly html: string;
  readonly onChange: (html: string) => void;
}) {
  const t = useTranslations('console.content');
  const id = useId();
  const [first] = useState(html);
  const [canEdit, setCanEdit] = useState<boolean>();
  const [isSource, setSource] = useState<boolean>();
  useEffect(() => {
    let isCurrent = true;
    void import('./html.js').then(async ({ isEditable }) => {
      const can = await isEditable(first);
      if (!isCurrent) return;
      setCanEdit(can);
      setSource((now) => now ?? !can);
    });
    return () => {
      isCurrent = false;
    };
  }, [first]);

  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <label htmlFor={isSource ? id : undefined} className="text-small font-medium">
          {t('body')}
        </label>
        {isSource !== undefined && (
          <Button look="quiet" className="-my-2" onClick={() => setSource(!isSource)}>
            {t(isSource ? 'asText' : 'asHtml')}
          </Button>
        )}
      </div>
      {canEdit === false && <Notice>{t(isSource ? 'keepsHtml' : 'losesHtml')}</Notice>}
      {isSource === undefined && <Skeleton className="h-64" />}
      {isSource === true && (
        <textarea
          id={id}
          lang={lang}
          value={html}
          maxLength={60_000}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          className="min-h-80 w-full rounded-control border border-edge bg-panel p-3 font-mono text-small"
        />
      )}
      {isSource === false && (
        <Suspense fallback={<Skeleton className="h-64" />}>
          <RichText label={t('body')} lang={lang} html={html} onChange={onChange} />
        </Suspense>
      )}
    </div>
  );
}
