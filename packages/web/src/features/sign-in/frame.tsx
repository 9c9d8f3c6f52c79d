import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';

/** The pages before an account is open: the form, and beside it, where there is room, what it leads to. */
export function Frame({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  const t = useTranslations('app');
  return (
    <div className="flex h-full">
      <div className="hidden grow flex-col justify-between bg-tint p-10 lg:flex" aria-hidden>
        <Wordmark name={t('name')} />
        <Scene />
        <p className="text-hero font-strong text-balance">{t('claim')}</p>
      </div>
      <main
        id="content"
        tabIndex={-1}
        className="flex w-full flex-col overflow-y-auto bg-panel px-6 py-8 outline-none lg:w-120 lg:shrink-0 lg:px-14"
      >
        <div className="m-auto flex w-full max-w-form animate-rise flex-col gap-6">
          <div className="lg:hidden">
            <Wordmark name={t('name')} />
          </div>
          <div>
            <h1 className="text-hero leading-flat font-strong">{title}</h1>
            <p className="pt-1 text-secondary">{hint}</p>
          </div>
          {children}
        </div>
      </main>
    </div>
  );
}

function Wordmark({ name }: { readonly name: string }) {
  return (
    <p className="flex items-center gap-2 text-head font-strong">
      <img src="/favicon.svg" alt="" className="size-8" />
      {name}
    </p>
  );
}

/** Two people who find each other: bubbles in the colours of the product. */
function Scene() {
  return (
    <svg viewBox="0 0 480 320" className="m-auto w-full max-w-120">
      <g className="fill-panel">
        <path d="M40 56a28 28 0 0 1 28-28h196a28 28 0 0 1 28 28v36a28 28 0 0 1-28 28H76l-30 24 4-30a28 28 0 0 1-10-22Z" />
        <path d="M40 252a28 28 0 0 1 28-28h140a28 28 0 0 1 28 28v20a28 28 0 0 1-28 28H76l-28 20 3-27a28 28 0 0 1-11-21Z" />
      </g>
      <path
        className="fill-accent"
        d="M440 154a28 28 0 0 0-28-28H232a28 28 0 0 0-28 28v32a28 28 0 0 0 28 28h172l30 24-4-30a28 28 0 0 0 10-22Z"
      />
      <g className="stroke-other" strokeWidth="12" strokeLinecap="round">
        <path d="M72 62h148M72 88h188M72 252h96M72 274h128" />
      </g>
      <g className="stroke-tint" strokeWidth="12" strokeLinecap="round">
        <path d="M236 158h160M236 184h108" />
      </g>
      <circle className="fill-face-3" cx="330" cy="70" r="26" />
      <circle className="fill-face-5" cx="166" cy="172" r="26" />
      <circle className="fill-face-1" cx="276" cy="264" r="26" />
    </svg>
  );
}
