const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * On the first termination signal, runs `undo` and exits with the code that shells expect. Returns a function that
 * removes the handlers.
 */
export function onSignal(undo: () => Promise<void>): () => void {
  const listeners = Object.entries(SIGNALS).map(([signal, code]) => {
    const listener = (): void => {
      void undo()
        .catch(() => undefined)
        .finally(() => process.exit(code));
    };
    process.once(signal, listener);
    return [signal, listener] as const;
  });
  return () => {
    for (const [signal, listener] of listeners) process.removeListener(signal, listener);
  };
}
