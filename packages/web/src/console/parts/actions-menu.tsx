import { EllipsisVertical, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';

const Menu = lazy(async () => ({ default: (await import('../../ui/menu.js')).Menu }));

/** What can be done with a row of a table; each opens a dialog. */
export function ActionsMenu({
  label,
  items,
}: {
  readonly label: string;
  readonly items: readonly {
    readonly icon: LucideIcon;
    readonly label: string;
    readonly isDanger?: boolean;
    readonly onChoose: () => void;
  }[];
}) {
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <IconButton
        label={label}
        aria-haspopup="menu"
        className="-my-1"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon of={EllipsisVertical} />
      </IconButton>
      {anchor && (
        <Suspense>
          <Menu
            anchor={anchor}
            label={label}
            returnTo={anchor}
            // The dialog takes the focus.
            items={items.map((item) => ({ ...item, keepsFocus: true }))}
            onClose={() => setAnchor(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
