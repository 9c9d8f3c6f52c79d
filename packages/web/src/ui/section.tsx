import type { ReactNode } from 'react';

/** A part of a page with a heading, in a frame. */
export function Section({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line bg-panel p-4">
      <div>
        <h2 className="text-title font-strong">{title}</h2>
        {hint !== undefined && <p className="text-small text-secondary">{hint}</p>}
      </div>
      {children}
    </section>
  );
}
