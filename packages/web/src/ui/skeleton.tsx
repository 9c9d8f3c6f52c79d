import { classes } from './classes.js';

/** The place of something that is loading, in its shape. Appears only if the loading takes a moment. */
export function Skeleton({ className }: { readonly className: string }) {
  return (
    <span aria-hidden className={classes('block animate-skeleton rounded-control bg-other', className)} />
  );
}

/** The shapes of rows with a face and two lines. */
export function SkeletonRows({ count = 8 }: { readonly count?: number }) {
  return Array.from({ length: count }, (_, index) => (
    <div key={index} className="flex h-16 items-center gap-3 px-3">
      <Skeleton className="size-11 rounded-pill" />
      <div className="flex grow flex-col gap-2">
        <Skeleton className="h-3 w-2/5" />
        <Skeleton className="h-3 w-4/5" />
      </div>
    </div>
  ));
}
