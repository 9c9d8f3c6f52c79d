import { Link } from '@tanstack/react-router';
import { useTranslations } from '../../text/index.js';
import { Dialog } from '../../ui/dialog.js';

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const CTRL = isMac ? '⌘' : 'Ctrl';
const ALT = isMac ? '⌥' : 'Alt';
const SHIFT = isMac ? '⇧' : 'Shift';

/** Every key of the client: what it does, and the keys that do it, each a list of keys that are held together. */
const PARTS = {
  everywhere: {
    search: [[CTRL, 'K']],
    keys: [['?'], [CTRL, '/']],
    landmarks: [['F6'], [SHIFT, 'F6']],
    close: [['Esc']],
  },
  chats: {
    chat: [
      [ALT, '↑'],
      [ALT, '↓'],
    ],
    unread: [
      [ALT, SHIFT, '↑'],
      [ALT, SHIFT, '↓'],
    ],
  },
  chat: {
    send: [['Enter']],
    line: [[SHIFT, 'Enter']],
    editLast: [['↑']],
    leave: [['Esc']],
    find: [[CTRL, 'F']],
    hits: [['↑'], ['↓']],
    menu: [[SHIFT, 'F10']],
  },
  discover: { move: [['←'], ['→'], ['↑'], ['↓']], open: [['Enter']], wave: [['W']], superWave: [['S']] },
  videos: {
    change: [['↑'], ['↓']],
    pause: [['Space']],
    like: [['L']],
    comments: [['C']],
    sound: [['M']],
  },
} as const;

/** All keys. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('keys');
  const app = useTranslations('app');
  return (
    <Dialog title={t('title')} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <Part
          title={t('everywhere.title')}
          keys={PARTS.everywhere}
          nameOf={(key) => t(`everywhere.${key}`)}
        />
        <Part title={t('chats.title')} keys={PARTS.chats} nameOf={(key) => t(`chats.${key}`)} />
        <Part title={t('chat.title')} keys={PARTS.chat} nameOf={(key) => t(`chat.${key}`)} />
        <Part title={t('discover.title')} keys={PARTS.discover} nameOf={(key) => t(`discover.${key}`)} />
        <Part title={t('videos.title')} keys={PARTS.videos} nameOf={(key) => t(`videos.${key}`)} />
        <Link to="/help" onClick={onClose} className="self-start font-medium text-accent hover:underline">
          {t('more')}
        </Link>
      </div>
    </Dialog>
  );
}

interface PartProps<K extends string> {
  readonly title: string;
  readonly keys: Readonly<Record<K, readonly (readonly string[])[]>>;
  readonly nameOf: (key: K) => string;
}

function Part<K extends string>({ title, keys, nameOf }: PartProps<K>) {
  return (
    <section>
      <h3 className="pb-1 text-small font-medium text-secondary">{title}</h3>
      <dl className="flex flex-col">
        {/* The names of the entries are those of the object. */}
        {(Object.keys(keys) as K[]).map((key) => (
          <div key={key} className="flex items-center justify-between gap-4 py-1.5">
            <dt>{nameOf(key)}</dt>
            <dd className="flex shrink-0 gap-2">
              {keys[key].map((held) => (
                <span key={held.join()} className="flex gap-1">
                  {held.map((one) => (
                    <kbd
                      key={one}
                      className="min-w-7 rounded-control border border-edge px-1.5 text-center text-small"
                    >
                      {one}
                    </kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
