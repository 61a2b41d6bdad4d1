/** Who falls if a party cannot pay: step by step, and by which hop. */
import { counting, useAsked } from "./api";
import { useLanguage } from "./language";
import { Choice, PartyLink, StatusMark, Waiting } from "./parts";
import { change, go, link, type Place } from "./place";
import { Search } from "./search";
import type { Chains } from "./types";

export function ChainsView({ place }: { place: Place }) {
  const { say } = useLanguage();
  const iri = place["iri"] ?? "";
  const kind = place["kind"] ?? "exposures";
  const way = place["way"] ?? "to";
  const loaded = useAsked<Chains>(iri ? "chains" : null, { ...counting(place), party: iri, kind, way });
  return (
    <article class="page">
      <p class="kind">{say("chains")}</p>
      <h1>{loaded.data && iri ? say("whoFalls", { party: loaded.data.party.name }) : say("choose")}</h1>
      <div class="form-row">
        <Search id="chain-party" onPick={(picked) => go(link({ view: "chains", iri: picked, kind: place["kind"] ?? "", way: place["way"] ?? "" }))} />
        <Choice label={say("kind")} value={kind} onChange={(value) => change({ kind: value === "exposures" ? "" : value }, true)}
          options={[["exposures", say("exposures")], ["dependencies", say("dependencies")], ["flows", say("flows")]]} />
        <Choice label={say("way")} value={way} onChange={(value) => change({ way: value === "to" ? "" : value }, true)} options={[["to", say("to")], ["from", say("from")]]} />
      </div>
      {iri && <Waiting loaded={loaded}>{(found) => <Steps found={found} way={way} />}</Waiting>}
    </article>
  );
}

function Steps({ found, way }: { found: Chains; way: string }) {
  const { say, statuses } = useLanguage();
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
                    {hop.status && <StatusMark status={hop.status} name={statuses[hop.status] ?? ""} />}
                    {hop.amount && <strong><bdi>{hop.amount.text}</bdi></strong>}
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
