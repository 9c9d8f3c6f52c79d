import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { ask, Loaded, queries, useAction } from '../../admin/index.js';
import { moved, MoveButtons } from '../../parts/move-buttons.js';

type Category = Result<typeof admin.videos.categories>[number];
/** Runs a change of the categories, and loads them again. */
type Change = (work: () => Promise<unknown>) => void;

/** The categories of videos: adds, renames, orders, removes and offers them again. Import it lazily. */
export function CategoriesDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('console.videos.categories');
  const common = useTranslations('console');
  const { isBusy, refusal, act, proof } = useAction();
  const [name, setName] = useState('');
  const categories = useQuery({
    queryKey: ['videos', 'categories'],
    queryFn: () => ask('GET', '/admin/videos/categories', {}),
  });

  const change: Change = (work) => {
    void act(async () => {
      try {
        await work();
        setName('');
      } finally {
        // A refusal may mean that the list is old.
        void queries.invalidateQueries({ queryKey: ['videos'] });
      }
    });
  };
  const add = (wanted: string) => change(() => ask('POST', '/admin/videos/categories', { name: wanted }));

  return (
    <Dialog title={t('title')} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-secondary">{t('hint')}</p>
        <Loaded of={categories}>
          {(all) => (
            <>
              <Offered
                categories={all.filter(({ isRemoved }) => !isRemoved)}
                isBusy={isBusy}
                onChange={change}
              />
              <Removed categories={all.filter(({ isRemoved }) => isRemoved)} onOffer={add} />
            </>
          )}
        </Loaded>
        <Form submit={t('add')} isBusy={isBusy} onSubmit={() => add(name.trim())}>
          <Field
            label={t('name')}
            maxLength={100}
            pattern=".*\S.*"
            required
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        </Form>
        {proof}
      </div>
    </Dialog>
  );
}

function Offered({
  categories,
  isBusy,
  onChange,
}: {
  readonly categories: readonly Category[];
  readonly isBusy: boolean;
  readonly onChange: Change;
}) {
  const t = useTranslations('console.videos.categories');
  const [renamed, setRenamed] = useState<number>();
  const rename = ({ id, name: was }: Category, name: string) =>
    onChange(async () => {
      await ask('PUT', '/admin/videos/categories/{id}', { id, name, was });
      setRenamed(undefined);
    });
  return (
    <ol aria-label={t('title')} className="flex flex-col">
      {categories.map((category, at) => (
        <li key={category.id} className="border-line py-1 not-first:border-t">
          {renamed === category.id ? (
            <Rename category={category} isBusy={isBusy} onSubmit={(name) => rename(category, name)} />
          ) : (
            <div className="flex items-center gap-1">
              <span className="min-w-0 grow wrap-anywhere">{category.name}</span>
              <MoveButtons
                name={category.name}
                isFirst={at === 0}
                isLast={at === categories.length - 1}
                onMove={(by) =>
                  onChange(() => ask('PUT', '/admin/videos/categories', moved(categories, at, by)))
                }
              />
              <Button
                look="quiet"
                aria-label={t('nameOf', { what: t('rename'), name: category.name })}
                onClick={() => setRenamed(category.id)}
              >
                {t('rename')}
              </Button>
              <Button
                look="quiet"
                aria-label={t('nameOf', { what: t('remove'), name: category.name })}
                onClick={() =>
                  onChange(() => ask('DELETE', '/admin/videos/categories/{id}', { id: category.id }))
                }
              >
                {t('remove')}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

function Removed({
  categories,
  onOffer,
}: {
  readonly categories: readonly Category[];
  readonly onOffer: (name: string) => void;
}) {
  const t = useTranslations('console.videos.categories');
  if (categories.length === 0) return null;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-strong">{t('removed')}</h3>
      <ul className="flex flex-wrap gap-2">
        {categories.map(({ id, name }) => (
          <li key={id}>
            <Button onClick={() => onOffer(name)}>{t('nameOf', { what: t('offer'), name })}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rename({
  category,
  isBusy,
  onSubmit,
}: {
  readonly category: Category;
  readonly isBusy: boolean;
  readonly onSubmit: (name: string) => void;
}) {
  const t = useTranslations('console.videos.categories');
  const [name, setName] = useState(category.name);
  return (
    <Form submit={t('rename')} isBusy={isBusy} onSubmit={() => onSubmit(name.trim())}>
      <Field
        label={t('newName', { name: category.name })}
        maxLength={100}
        pattern=".*\S.*"
        required
        autoFocus
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </Form>
  );
}
