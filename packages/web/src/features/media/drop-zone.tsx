import { Paperclip } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';

/** Takes files that are dropped or pasted anywhere on the page of a chat. */
export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const t = useTranslations('media');
  const [isOver, setOver] = useState(false);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  });
  useEffect(() => {
    const page = new AbortController();
    const { signal } = page;
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    document.addEventListener(
      'dragover',
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      { signal },
    );
    document.addEventListener(
      'dragleave',
      // Only when it leaves the window: between elements, it enters another one.
      ({ relatedTarget }) => relatedTarget === null && setOver(false),
      { signal },
    );
    document.addEventListener(
      'drop',
      (event) => {
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        take.current([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    document.addEventListener(
      'paste',
      (event) => {
        const { clipboardData } = event;
        // Office programs add a picture of the text that was copied.
        const isText = ['text/plain', 'text/html'].every((type) => clipboardData?.types.includes(type));
        const files = [...(clipboardData?.files ?? [])];
        if (isText || files.length === 0) return;
        event.preventDefault();
        take.current(files);
      },
      { signal },
    );
    return () => page.abort();
  }, []);
  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-30 flex animate-appear items-center justify-center bg-scrim p-6">
      <p className="flex items-center gap-3 rounded-card border border-line bg-raised px-6 py-5 text-title font-strong shadow-float">
        <Icon of={Paperclip} />
        {t('drop')}
      </p>
    </div>
  );
}
