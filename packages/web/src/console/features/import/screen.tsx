import { Download, FileUp, Upload } from 'lucide-react';
import { useId, useState, type ChangeEvent } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button, buttonLook } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { Back } from '../../parts/back.js';
import { Page } from '../../parts/page.js';
import { PersonLink } from '../../parts/person-link.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { MOST_ROWS, passwordsFile, readPeople, type ImportFile, type ImportRow } from './rules.js';
import { useImport, type Outcome } from './use-import.js';

const MOST_BYTES = 4 * 1024 * 1024;

/** Registers the people of a file: first it shows who would be refused, and nobody is registered before a second step. */
export function ImportScreen() {
  const t = useTranslations('console.import');
  const [file, setFile] = useState<ImportFile>();
  const [fault, setFault] = useState<string>();

  async function read({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [chosen] = target.files ?? [];
    target.value = ''; // the same file can be chosen again
    if (!chosen) return;
    const found = chosen.size > MOST_BYTES ? 'tooMany' : readPeople(await chosen.text());
    setFile(typeof found === 'string' ? undefined : found);
    setFault(typeof found === 'string' ? t(`faults.${found}`, { most: MOST_ROWS }) : undefined);
  }

  return (
    <Page title={t('title')} start={<Back to="/console/people" />}>
      <div className="relative flex min-h-0 grow flex-col gap-4 overflow-y-auto px-4 pb-6 md:px-6">
        <Choose onChange={(event) => void read(event)} />
        {fault !== undefined && <Notice isError>{fault}</Notice>}
        {file && <Import key={file.rows.length} file={file} />}
      </div>
    </Page>
  );
}

function Choose({ onChange }: { readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void }) {
  const t = useTranslations('console.import');
  const id = useId();
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-form text-secondary">{t('hint')}</p>
      <code className="max-w-full overflow-x-auto rounded-control bg-other px-3 py-2 text-small whitespace-pre">
        username,nickname,password,email
      </code>
      <label
        htmlFor={id}
        className={buttonLook('plain', 'has-focus-visible:outline-2 has-focus-visible:outline-accent')}
      >
        <Icon of={FileUp} />
        {t('choose')}
        <input id={id} type="file" accept=".csv,text/csv" onChange={onChange} className="sr-only" />
      </label>
    </div>
  );
}

function Import({ file: { rows, unknown } }: { readonly file: ImportFile }) {
  const t = useTranslations('console.import');
  const { outcomes, phase, done, isBusy, refusal, check, register, proof } = useImport(rows);
  const valid = rows.filter((row) => outcomes.get(row.line)?.outcome === 'valid').length;
  const made = rows.filter((row) => outcomes.get(row.line)?.outcome === 'created');
  const refused = rows.filter((row) => outcomes.get(row.line)?.outcome === 'refused');
  const passwords = made.filter(({ isPasswordNew }) => isPasswordNew).map(({ person }) => person);
  const shown = [...refused, ...rows.filter((row) => !refused.includes(row))].slice(0, SHOWN);
  return (
    <>
      {unknown.length > 0 && <Notice>{t('unknown', { columns: unknown.join(', ') })}</Notice>}
      <div className="flex flex-wrap items-center gap-3">
        {phase === 'read' && (
          <Button look="main" isBusy={isBusy} onClick={check}>
            {t('check', { count: rows.length })}
          </Button>
        )}
        {phase === 'checked' && (
          <Button look="main" isBusy={isBusy} disabled={valid === 0} onClick={register}>
            <Icon of={Upload} />
            {t('register', { count: valid })}
          </Button>
        )}
        {passwords.length > 0 && (
          <Button look="main" onClick={() => save(passwordsFile(passwords))}>
            <Icon of={Download} />
            {t('savePasswords', { count: passwords.length })}
          </Button>
        )}
        <p role="status" className="text-secondary">
          {isBusy && t('progress', { done, count: rows.length })}
          {!isBusy && phase === 'checked' && t('checked', { valid, refused: refused.length })}
          {!isBusy &&
            phase === 'registered' &&
            t('registered', { made: made.length, refused: refused.length })}
        </p>
      </div>
      {passwords.length > 0 && <Notice>{t('passwordsHint')}</Notice>}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Table label={t('people')} columns={[t('line'), t('username'), t('nickname'), t('email'), t('result')]}>
        {shown.map((row) => (
          <PersonRow key={row.line} row={row} outcome={outcomes.get(row.line)} />
        ))}
      </Table>
      {rows.length > SHOWN && <p className="text-secondary">{t('more', { count: rows.length - SHOWN })}</p>}
      {proof}
    </>
  );
}

/** Rows that are shown, refused ones first. */
const SHOWN = 200;

function PersonRow({
  row: { line, person },
  outcome,
}: {
  readonly row: ImportRow;
  readonly outcome: Outcome | undefined;
}) {
  const t = useTranslations('console.import');
  return (
    <Row>
      <Cell className="text-secondary tabular-nums">{line}</Cell>
      <Cell className="font-medium wrap-anywhere">{person.username}</Cell>
      <Cell className="wrap-anywhere">{person.nickname}</Cell>
      <Cell className="text-secondary wrap-anywhere">{person.email}</Cell>
      <Cell
        className={outcome?.outcome === 'refused' ? 'text-danger' : outcome ? 'text-good' : 'text-secondary'}
      >
        {outcome?.outcome === 'created' && outcome.id === undefined ? (
          t('outcomes.before')
        ) : outcome?.outcome === 'created' && outcome.id !== undefined ? (
          <PersonLink id={outcome.id}>{t('outcomes.created', { id: outcome.id })}</PersonLink>
        ) : outcome?.outcome === 'refused' ? (
          outcome.message
        ) : (
          outcome && t('outcomes.valid')
        )}
      </Cell>
    </Row>
  );
}

/** Saves a text as a file. */
function save(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' }));
  link.download = 'passwords.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
