/** Simulates a Node.js built with English only: every other language is formatted as American English. */
export function forgetLanguages(): void {
  const Real = Intl.DateTimeFormat;
  const english = (locale: unknown) =>
    String(locale ?? 'en').startsWith('en') ? String(locale ?? 'en') : 'en-US';
  const Stub = function (locale?: unknown, options?: Intl.DateTimeFormatOptions) {
    return new Real(english(locale), options);
  };
  Stub.prototype = Real.prototype;
  Stub.supportedLocalesOf = () => ['en-US'];
  Intl.DateTimeFormat = Stub as unknown as typeof Intl.DateTimeFormat;
}
