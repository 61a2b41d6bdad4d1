/** The page as a whole: where one is, in which language and colours. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { AskView } from "./ask";
import { counting, useAsked } from "./api";
import { ChainsView } from "./chains";
import { Controls } from "./controls";
import { CyclesView } from "./cycles";
import { Language, LANGUAGES, languageOf, saying } from "./language";
import { lazy } from "./lazy";
import { DealView, DocumentView, PartyView } from "./pages";
import { Waiting } from "./parts";
import { change, followed, go, link, usePlace, type Place } from "./place";
import { Search } from "./search";
import type { About, Cycles } from "./types";

const SparqlView = lazy(() => import("./editor"));
const COUNTED = new Set(["", "party", "deal", "chains"]);

export function App() {
  const address = usePlace();
  const code = languageOf(address);
  const place = { ...address, lang: code };
  const say = useMemo(() => saying(code), [code]);
  const about = useAsked<About>("about", { lang: code });
  const theme = useTheme();
  useEffect(() => {
    document.documentElement.lang = code;
    document.documentElement.dir = LANGUAGES[code]!.dir;
    localStorage.setItem("moneyloop.lang", code);
  }, [code]);
  useEffect(() => {
    document.addEventListener("click", followed);
    return () => document.removeEventListener("click", followed);
  }, []);
  const statuses = useMemo(() => Object.fromEntries(about.data?.statuses.map((one) => [one.name, one.label]) ?? []), [about.data]);
  const context = useMemo(() => ({ code, say, statuses }), [code, say, statuses]);
  return (
    <Language.Provider value={context}>
      <a class="skip" href="#content">{say("skip")}</a>
      <Head place={place} theme={theme} />
      <main id="content" tabIndex={-1}>
        <Waiting loaded={about}>{(found) => <Body place={place} about={found} theme={theme.now} />}</Waiting>
      </main>
    </Language.Provider>
  );
}

function Body({ place, about, theme }: { place: Place; about: About; theme: string }) {
  const view = place["view"] ?? "";
  const cycles = useAsked<Cycles>(view ? null : "cycles", { ...counting(place), sort: place["sort"] ?? "" });
  return (
    <>
      {COUNTED.has(view) && <Controls about={about} place={place} held={view ? undefined : cycles.data?.held} />}
      <View view={view} place={place} about={about} theme={theme} list={cycles} />
    </>
  );
}

interface Viewed { view: string; place: Place; about: About; theme: string; list: ReturnType<typeof useAsked<Cycles>> }

function View({ view, place, about, theme, list }: Viewed) {
  switch (view) {
    case "":
      return <CyclesView place={place} about={about} theme={theme} list={list} />;
    case "party":
      return <PartyView place={place} theme={theme} />;
    case "deal":
      return <DealView place={place} />;
    case "document":
      return <DocumentView place={place} />;
    case "chains":
      return <ChainsView place={place} theme={theme} />;
    case "ask":
      return <AskView place={place} />;
    case "sparql":
      return <SparqlView place={place} />;
    default:
      return <Waiting loaded={{ busy: false, error: view, missing: true }}>{() => null}</Waiting>;
  }
}

function Head({ place, theme }: { place: Place; theme: Theme }) {
  const say = saying(place["lang"]!);
  const views = [["", "cycles"], ["chains", "chains"], ["ask", "ask"], ["sparql", "sparql"]] as const;
  return (
    <header class="head">
      <a class="brand" href={link({})}><img src="/explorer/icon.svg" alt="" width="24" height="24" /> moneyloop</a>
      <nav aria-label={say("main")}>
        {views.map(([view, key]) => <a href={link({ view })} aria-current={(place["view"] ?? "") === view ? "page" : undefined}>{say(key)}</a>)}
      </nav>
      <Language.Provider value={{ code: place["lang"]!, say, statuses: {} }}>
        <Search id="search" onPick={(iri) => go(link({ view: "party", iri }))} />
      </Language.Provider>
      <div class="tools">
        <label class="unseen" for="language">{say("language")}</label>
        <select id="language" value={place["lang"]} onChange={(event) => change({ lang: event.currentTarget.value })}>
          {Object.entries(LANGUAGES).map(([code, one]) => <option value={code} lang={code}>{one.name}</option>)}
        </select>
        <label class="unseen" for="theme">{say("theme")}</label>
        <select id="theme" value={theme.chosen} onChange={(event) => theme.choose(event.currentTarget.value)}>
          {(["auto", "light", "dark"] as const).map((one) => <option value={one}>{say(one)}</option>)}
        </select>
      </div>
    </header>
  );
}

interface Theme { chosen: string; now: string; choose: (theme: string) => void }

/** The colours chosen, or those of the system. */
function useTheme(): Theme {
  const [chosen, setChosen] = useState(localStorage.getItem("moneyloop.theme") ?? "auto");
  const [dark, setDark] = useState(matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const changed = () => setDark(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  const now = chosen === "auto" ? (dark ? "dark" : "light") : chosen;
  document.documentElement.dataset["theme"] = now;
  const choose = (theme: string) => {
    localStorage.setItem("moneyloop.theme", theme);
    setChosen(theme);
  };
  return { chosen, now, choose };
}
