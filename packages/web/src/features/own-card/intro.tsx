import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { api, Result } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Field } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { Loaded, useAccount, useSubmit } from '../account/index.js';
import { DrawnPicture } from './drawn-picture.js';
import { FreeTags } from './free-tags.js';

const BLOCKS = ['topic', 'relation', 'love', 'actor'] as const;
type Block = (typeof BLOCKS)[number];
/** What only its owner may see. */
type Hidden = Block | 'medal' | 'article';
type Card = Result<typeof api.intro.card>;
type Options = Result<typeof api.intro.options>;

/** The words of the own card. */
export function Intro() {
  const { api, session } = useAccount();
  const card = useQuery({
    queryKey: ['card', session.userId],
    queryFn: () => api.intro.card({ target_user_id: session.userId }),
  });
  const options = useQuery({ queryKey: ['intro-options'], queryFn: () => api.intro.options() });
  const loading = <Skeleton className="h-80" />;
  return (
    <Loaded of={card} loading={loading}>
      {(found) => (
        <Loaded of={options} loading={loading}>
          {(all) => <Form card={found} options={all} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Form({ card, options }: { readonly card: Card; readonly options: Options }) {
  const t = useTranslations('ownCard');
  const { api } = useAccount();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(card, options));
  const { isBusy, refusal, submit } = useSubmit();
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  async function save(): Promise<void> {
    await api.intro.set({
      nickname: draft.nickname.trim(),
      sex_code: draft.sex,
      university_id: Number(draft.university),
      sub_department_id: Number(draft.department),
      tags: [...draft.words],
      ...draft.tags,
      ...draft.drawn,
      private_blocks: [...draft.hidden],
    });
    await Promise.all(
      [['card'], ['discover'], ['base']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
    toast(t('saved'));
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(save);
      }}
    >
      <Basics draft={draft} options={options} onChange={change} />
      <FreeTags tags={draft.words} onChange={(words) => change({ words })} />
      {BLOCKS.map((block) => (
        <Tags
          key={block}
          block={block}
          options={options[block]}
          chosen={draft.tags[block]}
          onChange={(ids) => change({ tags: { ...draft.tags, [block]: ids } })}
          isHidden={draft.hidden.includes(block)}
          onHide={(isHidden) =>
            change({
              hidden: [...draft.hidden.filter((other) => other !== block), ...(isHidden ? [block] : [])],
            })
          }
        />
      ))}
      <DrawnPicture
        drawn={draft.drawn}
        sex={draft.sex}
        options={options}
        onChange={(drawn) => change({ drawn })}
      />
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Button type="submit" look="main" isBusy={isBusy}>
        {t('save')}
      </Button>
    </form>
  );
}

type Draft = ReturnType<typeof draftOf>;

function Basics({
  draft,
  options,
  onChange,
}: {
  readonly draft: Draft;
  readonly options: Options;
  readonly onChange: (part: Partial<Draft>) => void;
}) {
  const t = useTranslations('ownCard');
  return (
    <>
      <Field
        label={t('nickname')}
        value={draft.nickname}
        maxLength={50}
        required
        onChange={(event) => onChange({ nickname: event.target.value })}
      />
      <Select
        label={t('sex')}
        value={draft.sex}
        options={(['N', 'F', 'M'] as const).map((id) => ({ id, name: t(`sexes.${id}`) }))}
        onChange={(sex) => onChange({ sex: sex as Draft['sex'] })}
      />
      <Select
        label={t('school')}
        value={draft.university}
        options={[{ id: '0', name: t('none') }, ...options.universities]}
        onChange={(university) => onChange({ university })}
      />
      <Select
        label={t('department')}
        value={draft.department}
        options={[{ id: '0', name: t('none') }, ...options.sub_departments]}
        onChange={(department) => onChange({ department })}
      />
    </>
  );
}

/** The values of the form. The server names the department, so its id is looked up. */
function draftOf({ user, intros }: Card, options: Options) {
  const chosen = (block: Block) =>
    (intros.find(({ type }) => type === block)?.tags ?? []).map(({ id }) => Number(id));
  return {
    nickname: user.nickname,
    sex: (['M', 'F'] as const).find((code) => code === user.sex_code) ?? ('N' as const),
    university: user.university_id === '' ? '0' : user.university_id,
    department: options.sub_departments.find(({ name }) => name === user.sub_department_name)?.id ?? '0',
    words: user.tags as readonly string[],
    drawn: {
      adj_code: user.adj_code,
      animal_code: user.animal_code,
      background_code: user.background_code,
      foreground_code: user.foreground_code,
    },
    hidden: intros.filter(({ permission }) => permission === 'private').map(({ type }) => type as Hidden),
    tags: {
      topic: chosen('topic'),
      relation: chosen('relation'),
      love: chosen('love'),
      actor: chosen('actor'),
    } as Record<Block, number[]>,
  };
}

function Select({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (id: string) => void;
}) {
  return (
    <label className="flex flex-col gap-1 text-small font-medium">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-11 rounded-control border border-edge bg-panel px-3 text-body font-normal"
      >
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Tags({
  block,
  options,
  chosen,
  onChange,
  isHidden,
  onHide,
}: {
  readonly block: Block;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: readonly number[];
  readonly onChange: (ids: number[]) => void;
  readonly isHidden: boolean;
  readonly onHide: (isHidden: boolean) => void;
}) {
  const own = useTranslations('ownCard');
  const t = useTranslations('profile');
  const tag = useTranslations('tag');
  return (
    <fieldset>
      <legend className="pb-2 text-small font-medium">{t(`block.${block}`)}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map(({ id, name }) => {
          const isChosen = chosen.includes(Number(id));
          return (
            <label
              key={id}
              className={classes(
                'relative flex h-9 items-center rounded-pill border px-3 text-small transition has-focus-visible:outline-2 has-focus-visible:outline-accent',
                isChosen ? 'border-accent bg-tint font-medium text-accent' : 'border-edge hover:bg-hover',
              )}
            >
              <input
                type="checkbox"
                checked={isChosen}
                onChange={() =>
                  onChange(
                    isChosen ? chosen.filter((other) => other !== Number(id)) : [...chosen, Number(id)],
                  )
                }
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              {tag.has(id as '1') ? tag(id as '1') : name}
            </label>
          );
        })}
      </div>
      <label className="mt-2 flex min-h-9 items-center gap-2 text-small text-secondary">
        <input
          type="checkbox"
          checked={isHidden}
          onChange={(event) => onHide(event.target.checked)}
          className="size-4"
        />
        {own('onlyMe')}
      </label>
    </fieldset>
  );
}
