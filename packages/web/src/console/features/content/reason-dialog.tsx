import { useId, useState } from 'react';
import type { admin, Params } from '@kith/contract';
import { LANGUAGES, type Language } from '../../../client/languages.js';
import { useLocale, useTranslations } from '../../../text/index.js';
import { Choice } from '../../../ui/choice.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { Switch } from '../../../ui/switch.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction, useOwnSession } from '../../admin/index.js';
import type { TextLanguage } from './drafts.js';
import { LanguageChoice } from './language-choice.js';
import type { EditedReason } from './reasons-screen.js';

type Draft = Params<typeof admin.content.addReason>;
type Text = { readonly title: string; readonly description: string; readonly letter: string };

const BLANK: Draft = {
  kind: 'report',
  tag: '',
  needsText: false,
  isChildSafety: false,
  isOffered: true,
  title: '',
  description: '',
  texts: {},
};
const NO_TEXT: Text = { title: '', description: '', letter: '' };
const LANGUAGES_OF_TEXTS = ['all', ...LANGUAGES] as const;

/** Adds a reason, or changes one. Import it lazily. */
export function ReasonDialog({
  reason,
  onClose,
}: {
  readonly reason: EditedReason | undefined;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.reasons');
  const common = useTranslations('console');
  const locale = useLocale();
  const { isBusy, refusal, act, proof } = useAction();
  const [draft, setDraft] = useState<Draft>(() => (reason ? contentOf(reason) : BLANK));
  const [language, setLanguage] = useState<TextLanguage>('all');
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));

  function submit(): void {
    const untitled = LANGUAGES.find((one) => draft.texts[one]?.title.trim() === '');
    if (draft.title.trim() === '') setLanguage('all');
    else if (untitled) setLanguage(untitled);
    else
      void act(async () => {
        try {
          await save(reason, draft);
        } finally {
          await queries.invalidateQueries({ queryKey: ['reasons'] });
        }
        toast(t('saved'));
        onClose();
      });
  }

  return (
    <Dialog
      title={reason ? t('changeOf', { name: reason.texts[locale]?.title ?? reason.title }) : t('add')}
      closeLabel={common('close')}
      onClose={onClose}
    >
      <Form submit={t('save')} isBusy={isBusy} onSubmit={submit}>
        {!reason && <IdentityFields draft={draft} onChange={set} />}
        <LanguageChoice languages={LANGUAGES_OF_TEXTS} value={language} onChange={setLanguage} />
        <TextFields key={language} language={language} draft={draft} onChange={set} />
        <Switches draft={draft} onChange={set} />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </Dialog>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** What of a reason never changes. */
function IdentityFields({ draft, onChange }: PartProps) {
  const t = useTranslations('console.reasons');
  return (
    <>
      <Choice
        label={t('kind')}
        value={draft.kind}
        options={(['report', 'ban'] as const).map((value) => ({ value, text: t(`kinds.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <Field
        label={t('tag')}
        hint={t('tagHint')}
        maxLength={32}
        pattern=".*\S.*"
        required
        autoComplete="off"
        value={draft.tag}
        onChange={({ target }) => onChange({ tag: target.value })}
      />
    </>
  );
}

function Switches({ draft, onChange }: PartProps) {
  const t = useTranslations('console.reasons');
  const maySetChildSafety = useOwnSession().permissions.includes('child_safety');
  return (
    <>
      <Switch
        label={t('needsText')}
        hint={t('needsTextHint')}
        isOn={draft.needsText}
        onChange={(needsText) => onChange({ needsText })}
      />
      {maySetChildSafety && (
        <Switch
          label={t('childSafety')}
          hint={t('childSafetyHint')}
          isOn={draft.isChildSafety}
          onChange={(isChildSafety) => onChange({ isChildSafety })}
        />
      )}
      <Switch
        label={t('offered')}
        hint={t('offeredHint')}
        isOn={draft.isOffered}
        onChange={(isOffered) => onChange({ isOffered })}
      />
    </>
  );
}

/** What a reason says in one language; for all others it has no letter. */
function TextFields({ language, draft, onChange }: PartProps & { readonly language: TextLanguage }) {
  const t = useTranslations('console.reasons');
  const id = useId();
  const lang = language === 'all' ? undefined : language;
  const text = language === 'all' ? draft : (draft.texts[language] ?? NO_TEXT);
  const change = (part: Partial<Text>) =>
    onChange(language === 'all' ? part : { texts: withText(draft.texts, language, part) });
  return (
    <>
      <Field
        label={t('name')}
        lang={lang}
        maxLength={64}
        required={language === 'all' || draft.texts[language] !== undefined}
        autoComplete="off"
        value={text.title}
        onChange={({ target }) => change({ title: target.value })}
      />
      <Field
        label={t('description')}
        lang={lang}
        maxLength={200}
        autoComplete="off"
        value={text.description}
        onChange={({ target }) => change({ description: target.value })}
      />
      {language === 'all' ? (
        <p className="text-small text-secondary">{t('allHint')}</p>
      ) : (
        !draft.isChildSafety && (
          <div className="flex flex-col gap-1">
            <label htmlFor={id} className="text-small font-medium">
              {t('letter')}
            </label>
            <textarea
              id={id}
              lang={lang}
              rows={5}
              maxLength={2000}
              aria-describedby={`${id}-hint`}
              value={draft.texts[language]?.letter ?? ''}
              onChange={({ target }) => change({ letter: target.value })}
              className="w-full rounded-control border border-edge bg-panel px-3 py-2"
            />
            <p id={`${id}-hint`} className="text-small text-secondary">
              {t('letterHint')}
            </p>
          </div>
        )
      )}
    </>
  );
}

/** Texts with another one in a language; an empty one is left out. */
function withText(texts: Draft['texts'], language: Language, part: Partial<Text>): Draft['texts'] {
  const { [language]: before = NO_TEXT, ...others } = texts;
  const next = { ...before, ...part };
  const isEmpty = [next.title, next.description, next.letter].every((one) => one.trim() === '');
  return isEmpty ? others : { ...others, [language]: next };
}

function contentOf(reason: EditedReason): Draft {
  const { kind, tag, needsText, isChildSafety, isOffered, title, description, texts } = reason;
  return { kind, tag, needsText, isChildSafety, isOffered, title, description, texts };
}

function save(reason: EditedReason | undefined, draft: Draft): Promise<unknown> {
  // Who is reported for child safety is not warned.
  const texts = draft.isChildSafety
    ? Object.fromEntries(Object.entries(draft.texts).map(([one, text]) => [one, { ...text, letter: '' }]))
    : draft.texts;
  if (!reason) return ask('POST', '/admin/content/reasons', { ...draft, texts });
  const { kind: _, tag: __, ...content } = draft;
  const { id, version } = reason;
  return ask('PUT', '/admin/content/reasons/{id}', { id, version, ...content, texts });
}
