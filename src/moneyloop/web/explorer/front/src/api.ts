/** Asks the server, remembers what it said, and forgets a question that nobody waits for any more. */
import { useEffect, useState } from "preact/hooks";
import type { Place } from "./place";

export interface Loaded<T> { data?: T; error?: string; missing?: boolean; busy: boolean }
const KNOWN = new Map<string, unknown>();
const MOST = 200;

export async function asked<T>(view: string, given: Place, signal?: AbortSignal): Promise<T> {
  const filled = Object.entries(given).filter(([, value]) => value).sort();
  const address = `/explorer/api/${view}?${new URLSearchParams(filled)}`;
  if (KNOWN.has(address)) return KNOWN.get(address) as T;
  const reply = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Failure(reply.status, await said(reply));
  const found = (await reply.json()) as T;
  if (KNOWN.size > MOST) KNOWN.clear();
  KNOWN.set(address, found);
  return found;
}

class Failure extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

async function said(reply: Response): Promise<string> {
  const text = await reply.text();
  try {
    return String((JSON.parse(text) as { error?: string }).error ?? text);
  } catch {
    return text || reply.statusText;
  }
}

/** Keeps what was there before until the new answer has come, so that a view does not flicker. */
export function useAsked<T>(view: string | null, given: Place): Loaded<T> {
  const key = view && JSON.stringify([view, given]);
  const [loaded, setLoaded] = useState<Loaded<T>>({ busy: true });
  useEffect(() => {
    if (!view) return setLoaded({ busy: false });
    const control = new AbortController();
    setLoaded((before) => ({ ...before, busy: true }));
    asked<T>(view, given, control.signal).then(
      (data) => control.signal.aborted || setLoaded({ data, busy: false }),
      (error: Error) => {
        if (control.signal.aborted) return;
        setLoaded({ busy: false, error: error.message, missing: error instanceof Failure && error.status === 404 });
      },
    );
    return () => control.abort();
  }, [key]);
  return loaded;
}

export function counting(place: Place): Place {
  const { lang = "en", status = "", knownOn = "", asOf = "" } = place;
  return { lang, status, knownOn, asOf };
}
