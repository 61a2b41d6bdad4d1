/** The language of the interface: its texts, numbers and direction. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { ar } from "./texts/ar";
import { en, type Texts } from "./texts/en";
import { fa } from "./texts/fa";
import { fr } from "./texts/fr";
import { he } from "./texts/he";

export const LANGUAGES: Record<string, { name: string; dir: "ltr" | "rtl"; texts: Texts }> = {
  en: { name: "English", dir: "ltr", texts: en },
  fr: { name: "Français", dir: "ltr", texts: fr },
  he: { name: "עברית", dir: "rtl", texts: he },
  fa: { name: "فارسی", dir: "rtl", texts: fa },
  ar: { name: "العربية", dir: "rtl", texts: ar },
};
export type Say = (key: keyof Texts, values?: Record<string, string | number>) => string;

/** A language with the digits that the server writes amounts and days with. */
export function numbers(language: string): string {
  return `${language}-u-nu-latn`;
}

/** Say texts of a language; values keep their own direction inside them. */
export function saying(language: string): Say {
  const texts = (LANGUAGES[language] ?? LANGUAGES["en"]!).texts;
  const number = new Intl.NumberFormat(numbers(language));
  return (key, values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? number.format(value) : `\u2068${value}\u2069`;
    });
}

/** The language to begin with: that of the address, else that chosen before, else the browser's. */
export function languageOf(place: Record<string, string>): string {
  const wanted = [place["lang"], localStorage.getItem("moneyloop.lang"), ...navigator.languages.map((one) => one.slice(0, 2))];
  return wanted.find((one): one is string => !!one && one in LANGUAGES) ?? "en";
}

export const Language = createContext<{ code: string; say: Say; statuses: Record<string, string> }>({
  code: "en",
  say: saying("en"),
  statuses: {},
});
export const useLanguage = () => useContext(Language);
