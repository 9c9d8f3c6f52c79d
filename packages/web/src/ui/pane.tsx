import type { ReactNode } from 'react';

interface PaneProps {
  readonly title: string;
  /** The way back in a narrow window. */
  readonly back: ReactNode;
  /** What can be done with it, at the end of the head. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** What is open beside a list: a head with a way back, and content of a readable width. */
export function Pane({ title, back, end, children }: PaneProps) {
  return (
    <div className="flex min-h-0 grow flex-col bg-panel">
      <header className="flex items-center gap-2 border-b border-line px-2 head lg:px-4">
        {back}
        <h1 className="min-w-0 grow truncate text-title font-strong">{title}</h1>
        {end}
      </header>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-pane flex-col gap-6 p-4 lg:py-6">{children}</div>
      </div>
    </div>
  );
}
