/** The key of an action, beside its words. */
export function KeyHint({ children }: { readonly children: string }) {
  return (
    <kbd
      aria-hidden
      className="hidden min-w-5 rounded-joint border border-current px-1 text-center text-meta leading-5 font-normal md:inline-block"
    >
      {children}
    </kbd>
  );
}
