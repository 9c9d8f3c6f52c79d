import {
  ChevronLeft,
  ChevronRight,
  Download,
  ImageOff,
  MessageSquare,
  X,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import Lightbox from 'yet-another-react-lightbox';
import Zoom from 'yet-another-react-lightbox/plugins/zoom';
import 'yet-another-react-lightbox/styles.css';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { useLayer } from '../../ui/layers.js';

/** A picture of the viewer. */
export interface Shown {
  readonly key: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** The number of its message; undefined until the server has stored it. */
  readonly seq: number | undefined;
}

interface ViewerProps {
  readonly pictures: readonly Shown[];
  readonly firstKey: string;
  readonly onClose: () => void;
  /** Shows the message of a picture. */
  readonly onShow: (seq: number) => void;
}

/** The pictures of a chat, one at a time: swipe, arrows, pinch, wheel, double tap; pull down or Esc closes. */
export function Viewer({ pictures, firstKey, onClose, onShow }: ViewerProps) {
  const t = useTranslations('media');
  const app = useTranslations('app');
  const [key, setKey] = useState(firstKey);
  const at = Math.max(
    0,
    pictures.findIndex((picture) => picture.key === key),
  );
  const shown = pictures[at];
  useLayer(onClose);
  return (
    <Lightbox
      open
      close={onClose}
      // On a bright picture too, its buttons are seen.
      className="[&_.yarl\_\_button]:rounded-pill! [&_.yarl\_\_button]:bg-foot/60!"
      index={at}
      slides={pictures.map(({ url, width, height }, index) => ({
        src: url,
        alt: t('pictureOf', { at: index + 1, count: pictures.length }),
        ...(width > 0 && height > 0 && { width, height }),
      }))}
      on={{ view: ({ index }) => setKey(pictures[index]?.key ?? key) }}
      plugins={[Zoom]}
      zoom={{ scrollToZoom: true, maxZoomPixelRatio: 3 }}
      carousel={{ finite: true, preload: 1, padding: 0 }}
      controller={{ closeOnPullDown: true, closeOnBackdropClick: true }}
      // The page does not scroll.
      noScroll={{ disabled: true }}
      toolbar={{
        buttons: [
          <a
            key="save"
            href={shown?.url}
            download
            aria-label={t('savePicture')}
            title={t('savePicture')}
            className="yarl__button"
          >
            <Icon of={Download} size={24} />
          </a>,
          <button
            key="show"
            type="button"
            aria-label={t('showInChat')}
            title={t('showInChat')}
            disabled={shown?.seq === undefined}
            onClick={() => {
              onClose();
              if (shown?.seq !== undefined) onShow(shown.seq);
            }}
            className="yarl__button"
          >
            <Icon of={MessageSquare} size={24} />
          </button>,
          'close',
        ],
      }}
      labels={{
        Previous: t('previous'),
        Next: t('next'),
        Close: app('close'),
        Lightbox: t('viewer'),
        'Photo gallery': t('viewer'),
        'Zoom in': t('zoomIn'),
        'Zoom out': t('zoomOut'),
        '{index} of {total}': t('pictureOf', { at: '{index}', count: '{total}' }),
      }}
      render={{
        iconPrev: () => <Icon of={ChevronLeft} size={32} />,
        iconNext: () => <Icon of={ChevronRight} size={32} />,
        iconClose: () => <Icon of={X} size={24} />,
        iconZoomIn: () => <Icon of={ZoomIn} size={24} />,
        iconZoomOut: () => <Icon of={ZoomOut} size={24} />,
        iconError: () => <Icon of={ImageOff} size={32} />,
        ...(pictures.length < 2 && { buttonPrev: () => null, buttonNext: () => null }),
      }}
    />
  );
}
