import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { Switch } from '../../../ui/switch.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { Cover } from './cover.js';
import type { EditedLink, LinkPlace } from './links-screen.js';

const BLANK = { name: '', url: '', port: '', picture: '', isShown: true };

/** Adds a link, changes one, or deletes it. Import it lazily. */
export function LinkDialog({
  place,
  link,
  onClose,
}: {
  readonly place: LinkPlace;
  readonly link: EditedLink | undefined;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.links');
  const common = useTranslations('console');
  const { isBusy, refusal, act, proof } = useAction();
  const [draft, setDraft] = useState(() => (link ? contentOf(link) : BLANK));
  const title = link ? t('changeOf', { name: link.name }) : t('add');

  function decide(work: () => Promise<unknown>, said: string): void {
    void act(async () => {
      try {
        await work();
      } finally {
        await queries.invalidateQueries({ queryKey: ['links', place] });
      }
      toast(said);
      onClose();
    });
  }

  function save(): void {
    const work = () =>
      link
        ? ask('PUT', '/admin/content/links/{id}', { id: link.id, version: link.version, ...draft })
        : ask('POST', '/admin/content/links', { place, ...draft });
    decide(work, t('saved'));
  }

  return (
    <Dialog title={title} closeLabel={common('close')} onClose={onClose}>
      <Form
        submit={t('save')}
        isBusy={isBusy}
        onSubmit={save}
        end={
          link && (
            <Button
              look="danger"
              isBusy={isBusy}
              onClick={() => {
                const { id, version } = link;
                decide(() => ask('DELETE', '/admin/content/links/{id}', { id, version }), t('removed'));
              }}
            >
              {t('remove')}
            </Button>
          )
        }
      >
        <LinkFields draft={draft} onChange={(part) => setDraft((now) => ({ ...now, ...part }))} />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </Dialog>
  );
}

function LinkFields({
  draft,
  onChange,
}: {
  readonly draft: typeof BLANK;
  readonly onChange: (part: Partial<typeof BLANK>) => void;
}) {
  const t = useTranslations('console.links');
  return (
    <>
      <Field
        label={t('name')}
        maxLength={200}
        pattern=".*\S.*"
        required
        autoComplete="off"
        value={draft.name}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      <Field
        label={t('address')}
        hint={t('addressHint')}
        type="url"
        pattern="[Hh][Tt][Tt][Pp][Ss]?://.+"
        maxLength={2000}
        required
        autoComplete="off"
        value={draft.url}
        onChange={({ target }) => onChange({ url: target.value })}
      />
      <Cover path={draft.picture} hint={t('pictureHint')} onChange={(picture) => onChange({ picture })} />
      <Field
        label={t('port')}
        hint={t('portHint')}
        inputMode="numeric"
        pattern="[0-9]{0,5}"
        maxLength={5}
        autoComplete="off"
        value={draft.port}
        onChange={({ target }) => onChange({ port: target.value })}
      />
      <Switch
        label={t('isShown')}
        hint={t('isShownHint')}
        isOn={draft.isShown}
        onChange={(isShown) => onChange({ isShown })}
      />
    </>
  );
}

function contentOf({ name, url, port, picture, isShown }: EditedLink): typeof BLANK {
  return { name, url, port, picture, isShown };
}
