/** The pages of a party, a deal and a document. */
import { useEffect } from "preact/hooks";
import { counting, useAsked } from "./api";
import { DealClaims, HopEvidence } from "./evidence";
import { useLanguage } from "./language";
import { lazy } from "./lazy";
import { DealLink, PartyLink, StatusMark, Waiting } from "./parts";
import { change, go, link, type Place } from "./place";
import type { Cycles, Deal, Document, Drawing, ListedDeal, Party } from "./types";

const Network = lazy(() => import("./network"));

export function PartyView({ place, theme }: { place: Place; theme: string }) {
  const { say } = useLanguage();
  const iri = place["iri"] ?? "";
  const party = useAsked<Party>("party", { ...counting(place), iri });
  const around = useAsked<Drawing>("drawing", { ...counting(place), party: iri });
  const cycles = useAsked<Cycles>("cycles", { ...counting(place), party: iri, limit: "20" });
  return (
    <Waiting loaded={party}>
      {(found) => (
        <article class="page">
          <p class="kind">{say("party")}</p>
          <h1>{found.name}</h1>
          <p class="links"><a href={link({ view: "chains", iri })}>{say("whoFalls", { party: found.name })}</a></p>
          <div class="columns">
            <div>
              <h2>{say("around")}</h2>
              {around.data && around.data.parties.length > 0 && (
                <Network drawing={around.data} centre={iri} theme={theme} onReady={() => undefined}
                  onParty={(other) => go(link({ view: "party", iri: other }))}
                  onFlow={(payer, payee) => change({ payer, payee })} />
              )}
              {place["payer"] && place["payee"] && <HopEvidence payer={place["payer"]} payee={place["payee"]} />}
              <ListedDeals title={say("deals")} deals={found.deals.filter((one) => one.section === "deal")} />
              <ListedDeals title={say("figures")} deals={found.deals.filter((one) => one.section === "figure")} />
              {found.total > found.deals.length && <p class="quiet">{say("cut", { n: found.deals.length })}</p>}
            </div>
            <div>
              <h2>{say("inCycles")}</h2>
              <ul class="plain">
                {cycles.data?.cycles.map((one) => (
                  <li><a href={link({ cycle: one.id })}><bdi>{one.hops.map((hop) => hop.payerName).join(" · ")}</bdi></a></li>
                ))}
                {cycles.data?.total === 0 && <li class="quiet">{say("nothing")}</li>}
              </ul>
              <h2>{say("about")}</h2>
              <dl>{found.about.map((one) => <><dt>{one.property}</dt><dd><bdi>{one.value}</bdi></dd></>)}</dl>
              <h2>{say("names")}</h2>
              <Names names={found.names} />
            </div>
          </div>
        </article>
      )}
    </Waiting>
  );
}

const FEW = 12;

/** The first names, and the rest to be opened: there may be hundreds, for names that stand for a party by what it makes. */
function Names({ names }: { names: string[] }) {
  const { say } = useLanguage();
  const list = (some: string[]) => <p class="names-list">{some.map((name) => <bdi>{name}</bdi>)}</p>;
  if (names.length <= FEW + 3) return list(names);
  return (
    <>
      {list(names.slice(0, FEW))}
      <details><summary>{say("allNames", { n: names.length })}</summary>{list(names.slice(FEW))}</details>
    </>
  );
}

function ListedDeals({ title, deals }: { title: string; deals: ListedDeal[] }) {
  const { say } = useLanguage();
  if (!deals.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="deals">
        {deals.map((one) => (
          <li>
            <DealLink iri={one.iri}>{one.said}</DealLink>
            <p class="source">
              {one.status && <StatusMark status={one.status} name={one.statusName} />}
              {one.amount && <strong><bdi>{one.amount}</bdi></strong>}
              {one.period && <span>{one.period}</span>}
              {one.claims !== null && <span>{say("claims", { n: one.claims })}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function DealView({ place }: { place: Place }) {
  const { say } = useLanguage();
  const loaded = useAsked<Deal>("deal", { ...counting(place), iri: place["iri"] ?? "" });
  return (
    <Waiting loaded={loaded}>
      {(deal) => (
        <article class="page">
          <p class="kind">{say("deal")}</p>
          <h1>{deal.said}</h1>
          <dl class="facts">
            <dt>{say("status")}</dt><dd><StatusMark status={deal.status} name={deal.statusName} /></dd>
            {deal.amount && <><dt>{say("amount")}</dt><dd><bdi>{deal.amount}</bdi></dd></>}
            {deal.period && <><dt>{say("period")}</dt><dd>{deal.period}</dd></>}
            <dt>{say("parties")}</dt><dd class="links">{deal.parties.map((one) => <PartyLink {...one} />)}</dd>
          </dl>
          <DealClaims deal={deal} />
        </article>
      )}
    </Waiting>
  );
}

export function DocumentView({ place }: { place: Place }) {
  const { say } = useLanguage();
  const loaded = useAsked<Document>("document", { ...counting(place), name: place["name"] ?? "" });
  useEffect(() => document.querySelector("mark.now")?.scrollIntoView({ block: "center" }), [loaded.data, place["claim"]]);
  return (
    <Waiting loaded={loaded}>
      {(found) => (
        <article class="page">
          <p class="kind">{[found.publisher, found.day, found.languageName].filter(Boolean).join(" · ")}</p>
          {found.title ? <h1 lang={found.language ?? undefined} dir={found.direction}>{found.title}</h1> : <h1><bdi dir="ltr">{found.name}</bdi></h1>}
          {found.address && <p class="links"><a href={found.address} target="_blank" rel="noopener noreferrer nofollow">{say("source")}</a></p>}
          <div class="columns">
            <div class="text" lang={found.language ?? undefined} dir={found.direction}>
              {found.pieces.map((piece) =>
                piece.claims.length ? (
                  <mark class={piece.claims.includes(place["claim"] ?? "") ? "now" : ""}>
                    {piece.text}
                  </mark>
                ) : piece.text,
              )}
              {found.cut && <p class="quiet">{say("long")}</p>}
            </div>
            <section>
              <h2>{say("claims", { n: found.claims.length })}</h2>
              <ul class="claims">{quoted(found.claims).map((claims) => <li key={claims[0]!.id}><Quoted claims={claims} now={claims.some((one) => one.id === place["claim"])} /></li>)}</ul>
            </section>
          </div>
        </article>
      )}
    </Waiting>
  );
}

type Told = Document["claims"][number];

/** Claims by the quote that says them. */
function quoted(claims: Told[]): Told[][] {
  const found = new Map<string, Told[]>();
  for (const claim of claims) found.set(`${claim.start} ${claim.end}`, [...(found.get(`${claim.start} ${claim.end}`) ?? []), claim]);
  return [...found.values()];
}

/** A quote, and the deals that it tells of. */
function Quoted({ claims, now }: { claims: Told[]; now: boolean }) {
  const { say } = useLanguage();
  const [first] = claims as [Told];
  return (
    <article class={now ? "claim now" : "claim"}>
      <blockquote lang={first.language} dir={first.direction}><mark>{first.quote}</mark></blockquote>
      {claims.map((claim) => (
        <p class="source">
          <DealLink iri={claim.deal}>{claim.said}</DealLink>
          <StatusMark status={claim.status} name={claim.statusName} />
          {claim.amount && <strong><bdi>{claim.amount}</bdi></strong>}
          {claim.attributed && <span>{say("attributed", { who: claim.attributed })}</span>}
        </p>
      ))}
      <p class="links"><a data-stay="1" href={link({ view: "document", name: first.document, claim: first.id })}>{say("document")}</a></p>
    </article>
  );
}
