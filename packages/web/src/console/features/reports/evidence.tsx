import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { useOwnSession } from '../../admin/index.js';
import { Picture, type PictureLook } from './picture.js';
import type { Details } from './review.js';
import { useContentText } from './use-content-text.js';

type Report = Details['reports'][number];

/** How many reports are unfolded at first. */
const OPEN = 3;
const PICTURE = /\.(?:jpe?g|png|webp|gif|avif)$/i;

/** The reports about a person, with what was stored at the time of each, and the originals of messages. */
export function Evidence({
  details: { person, reports, evidence },
  look,
}: {
  readonly details: Details;
  readonly look: PictureLook;
}) {
  const t = useTranslations('console.reports');
  const { permissions } = useOwnSession();
  const textOf = useContentText();
  const format = useFormatter();
  return (
    <>
      <ol aria-label={t('reports')} className="flex flex-col gap-3">
        {reports.map((report, at) => (
          <li key={report.id} className="rounded-card border border-line bg-panel">
            <ReportDetails report={report} accused={person.id} look={look} isOpen={at < OPEN} />
          </li>
        ))}
      </ol>
      {permissions.includes('videos') && (
        <Link
          to="/console/moments"
          search={{ author: person.id }}
          className="self-start text-accent hover:underline"
        >
          {t('openMoments')}
        </Link>
      )}
      {evidence.length > 0 && (
        <Part title={t('originals')}>
          <ol className="flex flex-col gap-2">
            {evidence.map((message) => (
              <li key={message.id} className="rounded-card border border-line bg-panel px-3 py-2">
                <p className="text-small text-secondary">
                  {message.alias ??
                    (message.senderId === person.id
                      ? person.nickname || person.username
                      : t('somebodyElse'))}{' '}
                  · {t(`kept.${message.reason}`)} ·{' '}
                  {format.dateTime(message.sentAt, { dateStyle: 'medium', timeStyle: 'short' })}
                </p>
                <p className="wrap-anywhere whitespace-pre-wrap">{textOf(message)}</p>
                {message.files.map(({ name, url }) =>
                  PICTURE.test(name) ? (
                    <Picture key={name} url={url} text={name} look={look} />
                  ) : (
                    <a
                      key={name}
                      href={url}
                      target="_blank"
                      rel="noreferrer"
                      className="block wrap-anywhere text-accent underline"
                    >
                      {t('openFile', { name })}
                    </a>
                  ),
                )}
              </li>
            ))}
          </ol>
        </Part>
      )}
    </>
  );
}

function ReportDetails({
  report,
  accused,
  look,
  isOpen,
}: {
  readonly report: Report;
  /** The id of the person. */
  readonly accused: number;
  readonly look: PictureLook;
  readonly isOpen: boolean;
}) {
  const t = useTranslations('console.reports');
  const format = useFormatter();
  const now = useNow();
  const { title, text, at, reporter, weight, isAnonymous, profile, photos, messages, moments } = report;
  const ago = (time: number) => format.relativeTime(Math.min(time, now), now);
  return (
    <details open={isOpen} className="group">
      <summary className="cursor-pointer rounded-card px-3 py-2 hover:bg-hover">
        <span className="font-medium">{title}</span>{' '}
        <span className="text-small text-secondary">
          {t('reportedBy', { name: reporter.username, time: ago(at) })} ·{' '}
          {t('weight', { weight: format.number(weight, { maximumFractionDigits: 2 }) })}
        </span>
        {text !== '' && <span className="block wrap-anywhere whitespace-pre-wrap">{text}</span>}
      </summary>
      <div className="flex flex-col gap-4 border-t border-line p-3">
        {isAnonymous && <p className="text-warning">{t('anonymous')}</p>}
        <Part title={t('profile')}>
          <p className="wrap-anywhere">
            {profile.nickname} <span className="text-secondary">{profile.username}</span>
          </p>
          {profile.signature !== '' && <p className="wrap-anywhere text-secondary">{profile.signature}</p>}
        </Part>
        {photos.length > 0 && (
          <Part title={t('photos')}>
            <ul className="flex flex-wrap gap-2">
              {photos.map(({ place, url }) => (
                <li key={place}>
                  {url === undefined ? (
                    <span className="text-secondary">{t('photoGone', { place })}</span>
                  ) : (
                    <Picture url={url} text={t('photo', { place })} look={look} />
                  )}
                </li>
              ))}
            </ul>
          </Part>
        )}
        {messages.length > 0 && <Messages report={report} accused={accused} />}
        <Writings
          title={t('moments')}
          rows={moments.flatMap((moment) => [
            { text: moment.text, at: moment.postedAt },
            ...moment.comments.map((comment) => ({ text: `↳ ${comment.text}`, at: comment.createdAt })),
          ])}
        />
        <Writings
          title={t('comments')}
          rows={report.videoComments.map(({ text: comment, createdAt }) => ({
            text: comment,
            at: createdAt,
          }))}
        />
      </div>
    </details>
  );
}

/** The last messages between the two. */
function Messages({
  report: { messages, profile, reporter },
  accused,
}: {
  readonly report: Report;
  readonly accused: number;
}) {
  const t = useTranslations('console.reports');
  const format = useFormatter();
  const textOf = useContentText();
  return (
    <Part title={t('messages')}>
      <ol className="flex flex-col gap-1">
        {messages.map((message) => {
          const isTheirs = message.senderId === accused;
          return (
            <li
              key={message.seq}
              className={classes(
                'max-w-bubble rounded-control px-3 py-1.5',
                isTheirs ? 'self-start bg-tint' : 'self-end bg-other',
              )}
            >
              <p className="text-meta text-secondary">
                {message.alias ?? (isTheirs ? profile.nickname : reporter.username)} ·{' '}
                {format.dateTime(message.sentAt, { dateStyle: 'medium', timeStyle: 'short' })}
              </p>
              <p className="wrap-anywhere whitespace-pre-wrap">{textOf(message)}</p>
            </li>
          );
        })}
      </ol>
    </Part>
  );
}

function Writings({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly { readonly text: string; readonly at: number }[];
}) {
  const format = useFormatter();
  if (rows.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="flex flex-col gap-1">
        {rows.map(({ text, at }, index) => (
          // Two may be alike.
          <li key={index}>
            <span className="wrap-anywhere whitespace-pre-wrap">{text}</span>{' '}
            <span className="text-small text-secondary">
              {format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-small font-medium text-secondary">{title}</h3>
      {children}
    </section>
  );
}
