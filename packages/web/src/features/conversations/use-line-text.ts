import { useFormatter, useTranslations } from '../../text/index.js';
import { useAccount } from '../account/index.js';

const SYSTEM = [
  'friend_accepted',
  'renamed',
  'muted_all',
  'anonymous_allowed',
  'notice_posted',
  'support_joined',
  'support_left',
] as const;
const MEMBER = [
  'created',
  'invited',
  'joined',
  'removed',
  'left',
  'owner_changed',
  'admins_added',
  'admins_removed',
  'muted',
  'unmuted',
] as const;

/** What a line reports. */
export interface Line {
  readonly kind: string;
  readonly event?: string | undefined;
  /** The new state of a switch. */
  readonly on?: boolean | undefined;
  /** Who did it: the id and the name. */
  readonly from: number;
  readonly name: string;
  /** Whom it concerns: the first ones, as far as they are known, and how many there are. */
  readonly users?: readonly number[];
  readonly count?: number | undefined;
  /** The new name of the group. */
  readonly groupName?: string;
}

/** So many people are named. */
const NAMED = 3;

/** Words what happened in a conversation. */
export function useLineText(nameOf: (id: number) => string = () => ''): (line: Line) => string {
  const t = useTranslations('lines');
  const format = useFormatter();
  const { session } = useAccount();

  function peopleOf({ users = [], count = users.length }: Line): string {
    const names = users.map((id) => (id === session.userId ? t('youObject') : nameOf(id)));
    const known = names.slice(0, NAMED).filter((name) => name !== '');
    const others = count - known.length;
    if (known.length === 0) return t('people', { count });
    return format.list(others > 0 ? [...known, t('others', { count: others })] : known);
  }

  return (line) => {
    const { kind, event, on = false, from, groupName = '' } = line;
    const isOwn = from === session.userId;
    const values = {
      name: isOwn ? t('you') : line.name || t('somebody'),
      people: peopleOf(line),
      group: groupName,
      on: String(on),
    };
    const system = kind === 'system' ? SYSTEM.find((one) => one === event) : undefined;
    if (system === 'renamed' && groupName === '') return t('system.renamedAgain', values);
    if (system !== undefined) return t(`system.${system}`, values);
    const member = kind === 'member' ? MEMBER.find((one) => one === event) : undefined;
    return member === undefined ? t('system.other') : t(`member.${member}`, values);
  };
}
