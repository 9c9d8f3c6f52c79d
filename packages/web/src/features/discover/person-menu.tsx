import { Ban, Ellipsis, Flag } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import type { MenuItem } from '../../ui/menu.js';
import { BlockSheet } from './sheets.js';

const Menu = lazy(() => import('../../ui/menu.js').then((file) => ({ default: file.Menu })));

interface PersonMenuProps {
  readonly userId: number;
  readonly name: string;
  /** The name of the button and of its menu. */
  readonly label: string;
  /** What else can be done here. */
  readonly items?: readonly MenuItem[];
  /** The two no longer see each other. */
  readonly onBlocked?: () => Promise<void>;
}

/** A button with what one can do about a person: report and block, and what else the page offers. */
export function PersonMenu({ userId, name, label, items = [], onBlocked }: PersonMenuProps) {
  const t = useTranslations('profile');
  const [anchor, setAnchor] = useState<Element>();
  const [action, setAction] = useState<'ban' | 'report'>();
  return (
    <>
      <IconButton label={label} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        <Icon of={Ellipsis} />
      </IconButton>
      <Suspense>
        {anchor && (
          <Menu
            anchor={anchor}
            label={label}
            onClose={() => setAnchor(undefined)}
            items={[
              ...items,
              { icon: Flag, label: t('report'), onChoose: () => setAction('report') },
              { icon: Ban, label: t('ban'), isDanger: true, onChoose: () => setAction('ban') },
            ]}
          />
        )}
        {action && (
          <BlockSheet
            userId={userId}
            name={name}
            action={action}
            onBlocked={onBlocked}
            onClose={() => setAction(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}
