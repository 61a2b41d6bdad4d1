/** The pages of a party, a deal and a document. */
import { useEffect } from "preact/hooks";
import { counting, useAsked } from "./api";
import { ClaimCard, DealClaims, HopEvidence } from "./evidence";
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
              <p class="names-list">{found.names.map((name) => <bdi>{name}</bdi>)}</p>
            </div>
          </div>
        </article>
      )}
    </Waiting>
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
          <h1 lang={found.language ?? undefined} dir={found.direction}>{found.title ?? found.name}</h1>
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
              <ul class="claims">{found.claims.map((claim) => <li><DealLink iri={claim.deal}>{say("deal")}</DealLink><ClaimCard claim={claim} /></li>)}</ul>
            </section>
          </div>
        </article>
      )}
    </Waiting>
  );
}
