/** The texts of the screens, in the language that is chosen; English is complete and the only one so far. */
import { en } from "./en";

export const t = en;

const whole = new Intl.NumberFormat(en.locale);
const short = new Intl.NumberFormat(en.locale, { maximumSignificantDigits: 3 });

/** A count as it is read: 12,345. */
export const count = (value: number): string => whole.format(value);

/** A measure's value as it is read: three figures are enough to compare by eye. */
export const figure = (value: number): string =>
  Number.isInteger(value)
    ? whole.format(value)
    : value !== 0 && Math.abs(value) < 0.001
      ? value.toExponential(1)
      : short.format(value);
