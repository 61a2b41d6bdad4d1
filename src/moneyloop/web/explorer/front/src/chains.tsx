/** Who falls if a party cannot pay: step by step, and by which hop. */
import { useMemo } from "preact/hooks";
import { counting, useAsked } from "./api";
import { useLanguage } from "./language";
import { lazy } from "./lazy";
import { Choice, Firmness, PartyLink, Waiting } from "./parts";
import { change, go, link, type Place } from "./place";
import { Search } from "./search";
import type { Chains, Drawing } from "./types";

const Network = lazy(() => import("./network"));
const DRAWN = 60;
const OFFERED = 12;

export function ChainsView({ place, theme }: { place: Place; theme: string }) {
  const { say } = useLanguage();
  const iri = place["iri"] ?? "";
  const kind = place["kind"] ?? "exposures";
  const way = place["way"] ?? "to";
  const loaded = useAsked<Chains>(iri ? "chains" : null, { ...counting(place), party: iri, kind, way });
  return (
    <article class="page">
      <p class="kind">{say("chains")}</p>
      <h1>{!iri || !loaded.data ? say("choose") : kind === "exposures" && way === "to" ? say("whoFalls", { party: loaded.data.party.name }) : loaded.data.party.name}</h1>
      <div class="form-row">
        <Search id="chain-party" onPick={(picked) => go(link({ view: "chains", iri: picked, kind: place["kind"] ?? "", way: place["way"] ?? "" }))} />
        <Choice label={say("kind")} value={kind} onChange={(value) => change({ kind: value === "exposures" ? "" : value }, true)}
          options={[["exposures", say("exposures")], ["dependencies", say("dependencies")], ["flows", say("flows")]]} />
        <Choice label={say("way")} value={way} onChange={(value) => change({ way: value === "to" ? "" : value }, true)} options={[["to", say("to")], ["from", say("from")]]} />
      </div>
      {iri ? <Waiting loaded={loaded}>{(found) => <><Drawn found={found} theme={theme} /><Steps found={found} way={way} /></>}</Waiting> : <Offered place={place} />}
    </article>
  );
}

/** Parties to begin with: those with the most payments. */
function Offered({ place }: { place: Place }) {
  const { say } = useLanguage();
  const loaded = useAsked<Drawing>("drawing", { ...counting(place), limit: String(OFFERED) });
  return (
    <section class="offered">
      <h2>{say("often")}</h2>
      <Waiting loaded={loaded}>
        {(found) => <ul>{found.parties.map(({ iri, name }) => <li><a class="pill" href={link({ view: "chains", iri })}><bdi>{name}</bdi></a></li>)}</ul>}
      </Waiting>
    </section>
  );
}

/** The party in the middle, and around it who is one hop away, two, and so on. */
function Drawn({ found, theme }: { found: Chains; theme: string }) {
  const drawing = useMemo(
    () => ({
      total: { parties: found.parties.length, flows: found.hops.length },
      parties: found.parties,
      flows: found.hops.map((hop) => ({ ...hop, loop: false })),
    }),
    [found],
  );
  const levels = useMemo(() => new Map(found.parties.map((one) => [one.iri, one.hops])), [found]);
  if (found.parties.length < 3 || found.parties.length > DRAWN) return null;
  return (
    <Network drawing={drawing} centre={found.party.iri} levels={levels} theme={theme} onReady={() => undefined} onFlow={() => undefined}
      onParty={(iri) => go(link({ view: "chains", iri }))} />
  );
}

function Steps({ found, way }: { found: Chains; way: string }) {
  const { say } = useLanguage();
  const names = new Map(found.parties.map((one) => [one.iri, one]));
  const levels = [...new Set(found.parties.map((one) => one.hops))].filter(Boolean).sort((a, b) => a - b);
  if (!levels.length) return <p>{say("nobody")}</p>;
  return (
    <div class="steps">
      {levels.map((level) => (
        <section>
          <h2>{level === 1 ? say("first") : say("step", { n: level })}</h2>
          <ul class="deals">
            {found.parties.filter((one) => one.hops === level).map((one) => (
              <li>
                <PartyLink iri={one.iri} name={one.name} />
                {found.hops.filter((hop) => (way === "to" ? hop.from : hop.to) === one.iri).map((hop) => (
                  <p class="source">
                    <Firmness steps={hop.firm} />
                    <span class="via"><bdi>{names.get(hop.from)?.name}</bdi> <span class="arrow" aria-hidden="true" /> <bdi>{names.get(hop.to)?.name}</bdi></span>
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {found.total >= found.parties.length && <p class="quiet">{say("cut", { n: found.parties.length - 1 })}</p>}
    </div>
  );
}
