import type { ReactNode } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Section } from '../../../ui/section.js';
import { PersonLink } from '../../parts/person-link.js';
import type { Person } from './standing.js';

/** Who the person is, as far as it was told. */
export function Profile({ person }: { readonly person: Person }) {
  const t = useTranslations('console.people');
  const format = useFormatter();
  const now = useNow();
  const copy = person.dataExport;
  const { kind, sex, ageStatus, isAgeProven, birthDate, signature, phone, email, device, inviterId } = person;
  const moment = (time: number) =>
    `${format.dateTime(time, { dateStyle: 'medium', timeStyle: 'short' })} · ${format.relativeTime(Math.min(time, now), now)}`;
  const age = [t(`ages.${ageKey(ageStatus)}`), birthDate, isAgeProven && t('profile.proven')];
  return (
    <Section title={t('profile.title')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 md:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
        <Fact name={t('profile.kind')}>{t(kind === 'visitor' ? 'visitor' : 'member')}</Fact>
        <Fact name={t('profile.sex')}>{t(sex === 1 ? 'profile.woman' : 'profile.man')}</Fact>
        <Fact name={t('profile.age')}>{age.filter(Boolean).join(' · ')}</Fact>
        <Fact name={t('profile.signature')}>{signature}</Fact>
        <Fact name={t('profile.phone')}>{phone}</Fact>
        <Fact name={t('profile.email')}>{email}</Fact>
        <Fact name={t('profile.device')}>{device}</Fact>
        <Fact name={t('profile.inviter')}>{inviterId !== undefined && <PersonLink id={inviterId} />}</Fact>
        <Fact name={t('profile.since')}>{moment(person.createdAt)}</Fact>
        <Fact name={t('profile.seen')}>{moment(person.lastSeenAt)}</Fact>
        <Fact name={t('profile.copy')}>
          {copy &&
            t(`profile.copies.${copy.state}`, {
              time: moment(copy.requestedAt),
              part: copy.total === 0 ? 0 : copy.done / copy.total,
            })}
        </Fact>
      </dl>
    </Section>
  );
}

/** Something about the person; nothing if it was not told. */
function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined || children === '' || children === false) return null;
  return (
    <div className="contents">
      <dt className="text-secondary">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

/** The name of an age group among the texts. */
export function ageKey(status: number): '0' | '1' | '2' {
  return status === 1 ? '1' : status === 2 ? '2' : '0';
}
