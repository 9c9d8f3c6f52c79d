import { useQuery } from '@tanstack/react-query';
import { Undo2, X } from 'lucide-react';
import { useState, type Ref } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded, useWhat } from '../../admin/index.js';
import { KeyHint } from '../../parts/key-hint.js';
import { PersonLink } from '../../parts/person-link.js';
import {
  LastDone,
  List,
  Standing,
  useDesk,
  useDeskKeys,
  WordsForm,
  type Done,
  type Review,
} from '../review/index.js';
import { giveBack, refuse, reopen, type Item } from './review.js';

type Step = 'refuse' | 'return';

/** The three columns: what waits, the picture when somebody asks for it, and the decision. */
export function Desk({
  review,
  isWaiting,
  onKeys,
}: {
  readonly review: Review<Item>;
  /** Whether these photos wait for a decision; others were refused. */
  readonly isWaiting: boolean;
  readonly onKeys: () => void;
}) {
  const t = useTranslations('console.childPhotos');
  const format = useFormatter();
  const now = useNow();
  const desk = useDesk(review);
  const { item, note, judged, heading, next, undo } = desk;
  const [openId, setOpenId] = useState<number>();
  const [asked, setAsked] = useState<{ readonly id: number; readonly step: Step }>();
  const step = asked?.id === item?.id ? asked?.step : undefined;
  const isOpen = item !== undefined && openId === item.id;
  const open = () => item && setOpenId(item.id);
  const askFor = (wanted: Step) =>
    judged && setAsked(step === wanted ? undefined : { id: judged.id, step: wanted });

  function decide(words: string): void {
    if (!judged || !step) return;
    setAsked(undefined); // it may come back
    void (step === 'refuse' ? refuse : giveBack)(review, judged, words);
  }
  useDeskKeys(review, desk, {
    o: open,
    '?': onKeys,
    ...(isWaiting && { r: () => askFor('refuse'), g: () => askFor('return') }),
    ...(step && { Escape: () => setAsked(undefined) }),
  });
  const nameOf = ({ person }: Item) => person.nickname || person.username;
  const textOf = (one: Item) => ({
    name: nameOf(one),
    end: one.place === undefined ? t('gone') : t('place', { place: one.place }),
    second: format.relativeTime(Math.min(one.decision.at, now), now),
  });
  const doneText = ({ item: of, what }: Done<Item>) =>
    t(what === 'refused' ? 'refused' : 'returned', { name: nameOf(of) });

  return (
    <div className="flex min-h-0 grow flex-col border-t border-line max-lg:overflow-y-auto lg:flex-row">
      <List label={t('list')} review={review} textOf={textOf} />
      <Subject item={item} isOpen={isOpen} onOpen={open} heading={heading} />
      <div className="flex shrink-0 flex-col gap-4 border-line p-4 lg:w-90 lg:overflow-y-auto lg:border-s">
        {item && (
          <Standing lease={item.lease} note={note} isReady={judged !== undefined} onNext={next}>
            {isWaiting ? (
              <Decide name={nameOf(item)} step={step} onAsk={askFor} onDecide={decide} />
            ) : (
              <Button onClick={() => judged && void reopen(review, judged)}>
                <Icon of={Undo2} />
                {t('reopen')}
              </Button>
            )}
          </Standing>
        )}
        <LastDone review={review} textOf={doneText} onUndo={undo} />
        {item && <Known item={item} />}
      </div>
    </div>
  );
}

/** The decision about a waiting photo. */
function Decide({
  name,
  step,
  onAsk,
  onDecide,
}: {
  readonly name: string;
  readonly step: Step | undefined;
  readonly onAsk: (step: Step) => void;
  readonly onDecide: (words: string) => void;
}) {
  const t = useTranslations('console.childPhotos');
  return (
    <>
      <Button
        look="danger"
        aria-keyshortcuts="R"
        aria-expanded={step === 'refuse'}
        onClick={() => onAsk('refuse')}
      >
        <Icon of={X} />
        {t('refuse')}
        <KeyHint>R</KeyHint>
      </Button>
      <Button aria-keyshortcuts="G" aria-expanded={step === 'return'} onClick={() => onAsk('return')}>
        <Icon of={Undo2} />
        {t('return')}
        <KeyHint>G</KeyHint>
      </Button>
      {step && (
        <WordsForm
          key={step}
          label={t('reason')}
          submit={t(step)}
          look={step === 'refuse' ? 'danger' : 'main'}
          onSubmit={onDecide}
        >
          <p>{t(`${step}Hint`, { name })}</p>
        </WordsForm>
      )}
    </>
  );
}

function Subject({
  item,
  isOpen,
  onOpen,
  heading,
}: {
  readonly item: Item | undefined;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly heading: Ref<HTMLHeadingElement>;
}) {
  const t = useTranslations('console.childPhotos');
  const picture = useQuery({
    queryKey: ['child photo', item?.id],
    queryFn: () => ask('POST', '/admin/child-safety/photos/{id}/opening', { id: item!.id }), // enabled with an item only
    enabled: isOpen,
    staleTime: Infinity,
    gcTime: 0,
  });
  const name = item && (item.person.nickname || item.person.username);
  return (
    <section className="flex min-h-80 min-w-0 grow flex-col gap-3 bg-other p-4 max-lg:shrink-0">
      <h2 ref={heading} tabIndex={-1} className="truncate font-medium outline-none">
        {name === undefined ? t('empty') : t('photoOf', { name })}
      </h2>
      {name !== undefined &&
        (isOpen ? (
          <Loaded of={picture}>
            {({ url }) => (
              <span className="relative block min-h-0 grow overflow-hidden rounded-card">
                <img
                  src={url}
                  alt={t('photoOf', { name })}
                  className="absolute inset-0 size-full object-contain grayscale"
                />
              </span>
            )}
          </Loaded>
        ) : (
          <div className="m-auto flex max-w-form flex-col items-center gap-3 p-6 text-center">
            <p className="text-secondary text-balance">{t('closedHint')}</p>
            <Button look="main" aria-keyshortcuts="O" onClick={onOpen}>
              {t('open')}
              <KeyHint>O</KeyHint>
            </Button>
          </div>
        ))}
    </section>
  );
}

/** The person, and who has handed the photo over or refused it. */
function Known({ item: { person, uploadedAt, decision } }: { readonly item: Item }) {
  const t = useTranslations('console.review');
  const format = useFormatter();
  const now = useNow();
  const wordsOf = useWhat();
  const ago = (time: number) => format.relativeTime(Math.min(time, now), now);
  return (
    <section aria-label={t('known')} className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-secondary">{t('person')}</dt>
        <dd className="wrap-anywhere">
          <PersonLink id={person.id}>
            {person.nickname} <span className="text-secondary">{person.username}</span>
          </PersonLink>
        </dd>
        <dt className="text-secondary">{t('uploaded')}</dt>
        <dd>{ago(uploadedAt)}</dd>
      </dl>
      <div className="rounded-card border border-line bg-panel px-3 py-2">
        <p>{wordsOf(decision.what)}</p>
        <p className="text-small text-secondary">{t('by', { name: decision.by, time: ago(decision.at) })}</p>
        {decision.why !== '' && <p className="wrap-anywhere whitespace-pre-wrap">{decision.why}</p>}
      </div>
    </section>
  );
}
