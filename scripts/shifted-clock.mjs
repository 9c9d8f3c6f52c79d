// Loaded before a program, it moves the program's clock by `KITH_CLOCK_SHIFT` milliseconds.
const RealDate = Date;
const shift = Number(process.env.KITH_CLOCK_SHIFT);

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + shift] : parts));
  }

  static now() {
    return RealDate.now() + shift;
  }
};
