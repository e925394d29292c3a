/** Which language the screens speak, and how numbers and dates are written in it. */

export const LANGUAGES = { en: "English", de: "Deutsch (teilweise)" } as const;
export type Language = keyof typeof LANGUAGES;
const KEY = "ecotone-language";

function chosen(): Language {
  try {
    const kept = window.localStorage.getItem(KEY);
    if (kept && kept in LANGUAGES) return kept as Language;
  } catch {
    // A browser that keeps nothing is spoken to in English.
  }
  return "en";
}

export const language: Language = chosen();

/** Systems without a language set up report tags that are none. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** The reader's own region where it speaks the language: British readers see British dates. */
export const locale: string =
  navigator.languages?.find((one) => one.split("-")[0] === language && isTag(one)) ?? language;

/** Speak another language from the next load on. */
export function speak(next: Language): void {
  try {
    window.localStorage.setItem(KEY, next);
  } catch {
    return;
  }
  window.location.reload();
}
