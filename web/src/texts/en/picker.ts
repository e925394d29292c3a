/** The texts of the box that an actor is picked with, in English. */
import { n } from "../words";

export const texts = {
  picker: {
    none: (text: string) => `Nobody is called “${text}”`,
    found: (count: number) => `${n.format(count)} found: arrow keys choose, Enter takes`,
  },
};
