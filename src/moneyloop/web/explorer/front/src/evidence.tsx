/** Who says so: the claims on deals, each quote in its sentence, language and direction. */
import { useAsked, counting } from "./api";
import { useLanguage } from "./language";
import { DealLink, PartyLink, StatusMark, Waiting } from "./parts";
import { link, usePlace } from "./place";
import type { Claim, Contradiction, DealEvidence, Hop } from "./types";

export function HopEvidence({ payer, payee }: { payer: string; payee: string }) {
  const place = usePlace();
  const { say } = useLanguage();
  const loaded = useAsked<Hop>("hop", { ...counting(place), payer, payee });
  return (
    <Waiting loaded={loaded}>
      {(hop) => (
        <>
          <h2 class="hop-title" tabIndex={-1}>{say("pays", { payer: hop.payer.name, payee: hop.payee.name })}</h2>
          <p class="quiet links"><PartyLink {...hop.payer} /> <PartyLink {...hop.payee} /></p>
          {hop.deals.map((deal) => <DealClaims deal={deal} linked key={deal.iri} />)}
          {!hop.deals.length && <p>{say("absent")}</p>}
        </>
      )}
    </Waiting>
  );
}

export function DealClaims({ deal, linked = false }: { deal: DealEvidence; linked?: boolean }) {
  const { say } = useLanguage();
  return (
    <section class="deal">
      <h3>{linked ? <DealLink iri={deal.iri}>{deal.said}</DealLink> : say("says")}</h3>
      <ul class="claims">{deal.claims.map((claim) => <li key={claim.id}><ClaimCard claim={claim} /></li>)}</ul>
      {deal.contradictions.length > 0 && (
        <details class="against" open>
          <summary>{say("contradicted")} ({deal.contradictions.length})</summary>
          <ul>{deal.contradictions.map((one) => <li><Against one={one} /></li>)}</ul>
        </details>
      )}
    </section>
  );
}

export function ClaimCard({ claim }: { claim: Claim }) {
  const { say } = useLanguage();
  return (
    <article class="claim">
      <blockquote lang={claim.language} dir={claim.direction}>
        {claim.before}<mark>{claim.quote}</mark>{claim.after}
      </blockquote>
      <p class="source">
        <StatusMark status={claim.status} name={claim.statusName} />
        {claim.amount && <strong><bdi>{claim.amount}</bdi></strong>}
        {claim.publisher && <bdi>{claim.publisher}</bdi>}
        {claim.day && <span>{claim.day}</span>}
        {claim.languageName && <span>{claim.languageName}</span>}
        {claim.attributed && <span>{say("attributed", { who: claim.attributed })}</span>}
      </p>
      <p class="links">
        <a href={link({ view: "document", name: claim.document, claim: claim.id })}>{say("document")}</a>
        {claim.address && <a href={claim.address} target="_blank" rel="noopener noreferrer nofollow">{say("source")}</a>}
      </p>
    </article>
  );
}

function Against({ one }: { one: Contradiction }) {
  const { say } = useLanguage();
  return (
    <>
      <strong>{say("differ", { what: one.kindName })}</strong>
      {one.sides.map((side) => (
        <div class="side">
          <blockquote lang={side.language} dir={side.direction}><mark>{side.quote}</mark></blockquote>
          <p class="source">
            <StatusMark status={side.status} name={side.statusName} />
            {side.amount && <strong><bdi>{side.amount}</bdi></strong>}
            {side.publisher && <bdi>{side.publisher}</bdi>}
            {side.day && <span>{side.day}</span>}
            <a href={link({ view: "document", name: side.document })}><bdi>{side.document}</bdi></a>
          </p>
        </div>
      ))}
    </>
  );
}
