/** The address of a view: everything that is shown can be told by it, and shared. */
import { useEffect, useState } from "preact/hooks";

export type Place = Record<string, string>;
const KEPT = ["lang", "status", "knownOn", "asOf"];
const MOVED = "moneyloop:moved";

export function placeNow(): Place {
  return Object.fromEntries(new URLSearchParams(location.search));
}

function written(place: Place): string {
  const filled = Object.entries(place).filter(([, value]) => value);
  const text = new URLSearchParams(filled).toString();
  return text ? `/?${text}` : "/";
}

/** The address of another view, for the same language, statuses and days. */
export function link(place: Place): string {
  const now = placeNow();
  const kept = Object.fromEntries(KEPT.filter((key) => now[key]).map((key) => [key, now[key]!]));
  return written({ ...kept, ...place });
}

export function go(address: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  dispatchEvent(new Event(MOVED));
}

/** Change some of what the address says; "" takes it out. */
export function change(some: Place, replace = false): void {
  go(written({ ...placeNow(), ...some }), replace);
}

export function usePlace(): Place {
  const [place, setPlace] = useState(placeNow);
  useEffect(() => {
    const moved = () => setPlace(placeNow());
    addEventListener("popstate", moved);
    addEventListener(MOVED, moved);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener(MOVED, moved);
    };
  }, []);
  return place;
}

/** Follow links within the page without loading it anew. */
export function followed(event: MouseEvent): void {
  const anchor = (event.target as Element).closest?.("a");
  if (!anchor || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (anchor.origin !== location.origin || anchor.pathname !== "/" || anchor.target || anchor.hash) return;
  event.preventDefault();
  go(anchor.pathname + anchor.search);
  if (!anchor.dataset["stay"]) scrollTo(0, 0);
}
