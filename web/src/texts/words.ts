/** Numbers inside texts, as the chosen language and the reader's region write them. */
import { locale } from "./locale";

const whole = new Intl.NumberFormat(locale);

/** A whole number in a text. */
export const n = { format: (value: number) => whole.format(value) };
/** A measured number in a text: three figures. */
export const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
/** A count with its noun. */
export const s = (count: number, one: string, many = `${one}s`) => `${n.format(count)} ${count === 1 ? one : many}`;
