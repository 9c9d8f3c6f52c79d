import type { UseQueryResult } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Loaded } from '../../admin/index.js';
import { KeyHint } from '../../parts/key-hint.js';
import { Evidence } from './evidence.js';
import type { PictureLook } from './picture.js';
import type { Details, Item } from './review.js';

/** The open reports about a person with their evidence. */
export function Subject({
  item,
  details,
  look,
  heading,
  onOpen,
  onNext,
}: {
  readonly item: Item | undefined;
  readonly details: UseQueryResult<Details>;
  readonly look: PictureLook;
  readonly heading: Ref<HTMLHeadingElement>;
  /** Opens what is closed until somebody asks for it; absent if it is open. */
  readonly onOpen: (() => void) | undefined;
  readonly onNext: () => void;
}) {
  const t = useTranslations('console.reports');
  const common = useTranslations('console.review');
  if (!item)
    return (
      <section className="flex grow items-center justify-center p-6 text-secondary">
        <h2 ref={heading} tabIndex={-1} className="outline-none">
          {t('empty')}
        </h2>
      </section>
    );
  const { person, version } = item;
  const name = person.nickname || person.username;
  return (
    <section
      aria-label={t('reports')}
      tabIndex={0}
      className="flex min-h-0 min-w-0 grow flex-col gap-3 bg-other p-4 max-lg:shrink-0 lg:overflow-y-auto"
    >
      <header className="flex items-start justify-between gap-2">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 wrap-anywhere font-medium outline-none">
          {t('about', { name, count: version.reports })}
        </h2>
        <IconButton label={common('next')} className="-m-2 lg:hidden" onClick={onNext}>
          <Icon of={ArrowRight} />
        </IconButton>
      </header>
      {onOpen ? (
        <div className="m-auto flex max-w-form flex-col items-center gap-3 p-6 text-center">
          <p className="text-secondary text-balance">{t('closedHint')}</p>
          <Button look="main" aria-keyshortcuts="O" onClick={onOpen}>
            {t('open')}
            <KeyHint>O</KeyHint>
          </Button>
        </div>
      ) : (
        <Loaded of={details}>{(loaded) => <Evidence details={loaded} look={look} />}</Loaded>
      )}
    </section>
  );
}
