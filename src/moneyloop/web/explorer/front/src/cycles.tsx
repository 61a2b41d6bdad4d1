/** Where money goes round: the list, the drawing, and one cycle with its hops and their sentences. */
import { useEffect, useRef, useState } from "preact/hooks";
import { asked, counting, useAsked } from "./api";
import { HopEvidence } from "./evidence";
import { useLanguage, type Say } from "./language";
import { lazy } from "./lazy";
import { Choice, Firmness, PartyLink, StatusMark, Waiting } from "./parts";
import { asPng, ringSvg, saved } from "./pictures";
import { change, go, link, type Place } from "./place";
import { Ring } from "./ring";
import type { About, Cycle, Cycles, Drawing } from "./types";

const Network = lazy(() => import("./network"));
const RINGS = 12;

interface Given { place: Place; about: About; theme: string; list: ReturnType<typeof useAsked<Cycles>> }

export function CyclesView({ place, about, theme, list }: Given) {
  const picked = place["cycle"];
  const one = useAsked<Cycle>(picked ? "cycle" : null, { ...counting(place), id: picked ?? "" });
  const cycle = picked ? one.data : undefined;
  return (
    <div class={`cycles${picked || place["payer"] ? " open" : ""}`}>
      <List place={place} about={about} list={list} />
      <DrawingPane place={place} theme={theme} list={list.data} cycle={cycle} />
      {picked && (
        <aside class="detail">
          <Waiting loaded={one}>{(found) => <CycleDetail cycle={found} about={about} place={place} />}</Waiting>
        </aside>
      )}
      {!picked && place["payer"] && place["payee"] && (
        <aside class="detail"><Close place={place} /><HopEvidence payer={place["payer"]} payee={place["payee"]} /></aside>
      )}
    </div>
  );
}

function Close({ place }: { place: Place }) {
  const { say } = useLanguage();
  return <p class="back"><a href={link(kept(place))}>{say("back")}</a></p>;
}

function List({ place, about, list }: Omit<Given, "theme">) {
  const { say } = useLanguage();
  const [more, setMore] = useState<Cycle[]>([]);
  useEffect(() => setMore([]), [list.data]);
  const sort = place["sort"] ?? "bottleneck";
  return (
    <section class="list" aria-labelledby="list-title">
      <h2 id="list-title">{say("list")}</h2>
      <Choice label={say("sort")} value={sort} onChange={(value) => change({ sort: value === "bottleneck" ? "" : value }, true)}
        options={[["bottleneck", say("bottleneck")], ["status", say("firmest")], ["length", say("shortest")]]} />
      <Waiting loaded={list}>
        {(found) => {
          const cycles = [...found.cycles, ...more];
          return (
            <>
              <Headline found={found} about={about} place={place} />
              <ol class="cards">{cycles.map((cycle) => <li key={cycle.id}><Card cycle={cycle} place={place} about={about} /></li>)}</ol>
              {cycles.length < found.total && (
                <button type="button" class="more" onClick={async () => {
                  const next = await asked<Cycles>("cycles", { ...counting(place), sort, offset: String(cycles.length) });
                  setMore([...more, ...next.cycles]);
                }}>{say("more")} ({say("shown", { n: cycles.length, all: found.total })})</button>
              )}
              {!found.complete && <p class="quiet">{say("incomplete")}</p>}
            </>
          );
        }}
      </Waiting>
    </section>
  );
}

/** How many cycles there are, and how many stay the firmer one wants it. */
function Headline({ found, about, place }: { found: Cycles; about: About; place: Place }) {
  const { say } = useLanguage();
  const at = about.statuses.findIndex((one) => one.name === (place["status"] || about.statuses[0]!.name));
  const held = (one?: About["statuses"][number]) => one && found.held[one.name];
  const firmer = found.total ? about.statuses.slice(at + 1) : [];
  const telling = firmer.filter(({ name }, index) => found.held[name] > 0 && found.held[name] !== held(firmer[index + 1]));
  return (
    <div class="headline" role="status">
      <p class="number">{found.total ? say("headline", { n: found.total }) : say("headlineNone")}</p>
      {telling.map((one) => (
        <p class="quiet">{say("hold", { n: found.held[one.name], status: one.label })}</p>
      ))}
    </div>
  );
}

function Card({ cycle, place, about }: { cycle: Cycle; place: Place; about: About }) {
  const { say, statuses } = useLanguage();
  const now = place["cycle"] === cycle.id;
  return (
    <a class={`card${now ? " now" : ""}`} href={link({ ...kept(place), cycle: cycle.id })} aria-current={now ? "true" : undefined} data-stay="1">
      <span class="names">{cycle.hops.map((hop, index) => <>{index > 0 && <Arrow />}<bdi>{hop.payerName}</bdi> </>)}<Arrow back /></span>
      <span class="money">{cycle.amount ? <bdi>{cycle.amount.text}</bdi> : <span class="quiet">{say("unknown")}</span>}</span>
      <span class="firm">
        <Meter cycle={cycle} about={about} />
        {cycle.status && <span>{firmly(cycle, say, statuses)}</span>}
      </span>
    </a>
  );
}

/** How firm a cycle is; and where the firmest deals come to something else, to what. */
function firmly(cycle: Cycle, say: Say, statuses: Record<string, string>): string {
  const status = statuses[cycle.status!] ?? "";
  const firm = cycle.levels[cycle.status!]?.amount;
  if (!cycle.amount || firm?.text === cycle.amount.text) return say("weakest", { status });
  return say("firmOf", { status, amount: firm?.text ?? say("unstated") });
}

function kept(place: Place): Place {
  const { sort = "", draw = "" } = place;
  return { sort, draw };
}

function Arrow({ back = false }: { back?: boolean }) {
  return <><span class={back ? "arrow back" : "arrow"} aria-hidden="true" /> </>;
}

/** A step for each status at which the cycle still holds. */
function Meter({ cycle, about }: { cycle: Cycle; about: About }) {
  return <span class="meter" aria-hidden="true">{about.statuses.map((one) => <i class={cycle.levels[one.name] ? one.name : "off"} />)}</span>;
}

function CycleDetail({ cycle, about, place }: { cycle: Cycle; about: About; place: Place }) {
  const { say } = useLanguage();
  const hop = place["hop"] === undefined ? -1 : Number(place["hop"]) - 1;
  const next = (index: number) => cycle.hops[(index + 1) % cycle.hops.length]!;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: innerWidth > 900 }), [cycle.id]);
  return (
    <>
      <Close place={place} />
      <h2 ref={title} tabIndex={-1} class="names">{cycle.hops.map((one, index) => <>{index > 0 && <Arrow />}<PartyLink iri={one.payer} name={one.payerName} /> </>)}<Arrow back /></h2>
      {!cycle.holds && <p class="problem">{say("absent")}</p>}
      <table class="levels">
        <caption>{say("real")}<span>{say("realNote")}</span></caption>
        <tbody>
          {about.statuses.map((one) => {
            const level = cycle.levels[one.name];
            return (
              <tr class={level ? "" : "gone"}>
                <th scope="row"><StatusMark status={one.name} name={one.label} /></th>
                <td>{level ? <bdi>{level.amount?.text ?? say("unknown")}</bdi> : say("notHeld")}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ol class="hops">
        {cycle.hops.map((one, index) => (
          <li>
            <a class={index === hop ? "now" : ""} aria-current={index === hop ? "true" : undefined} data-stay="1"
              href={link({ ...kept(place), cycle: cycle.id, hop: String(index + 1) })}>
              <span>{say("pays", { payer: one.payerName, payee: next(index).payerName })}</span>
              <span class="source">
                <Firmness steps={one.firm} />
              </span>
            </a>
          </li>
        ))}
      </ol>
      {hop >= 0 && cycle.hops[hop] ? <HopEvidence payer={cycle.hops[hop].payer} payee={next(hop).payer} /> : <p class="quiet">{say("pick")}</p>}
    </>
  );
}

interface Pane { place: Place; theme: string; list?: Cycles; cycle?: Cycle }

function DrawingPane({ place, theme, list, cycle }: Pane) {
  const { say } = useLanguage();
  const pane = useRef<HTMLElement>(null);
  const save = useRef<(kind: "svg" | "png") => Promise<Blob>>();
  const network = place["draw"] === "network";
  const hop = place["hop"] ? Number(place["hop"]) - 1 : undefined;
  const drawing = useAsked<Drawing>(network ? "drawing" : null, counting(place));
  const saveRing = async (kind: "svg" | "png") => {
    const drawn = pane.current?.querySelector<SVGSVGElement>("svg.ring");
    if (!drawn) return;
    const svg = ringSvg(drawn, getComputedStyle(document.documentElement).getPropertyValue("--page"));
    saved(kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await asPng(svg), `cycle.${kind}`);
  };
  const write = async (kind: "svg" | "png") => (network ? save.current && saved(await save.current(kind), `network.${kind}`) : saveRing(kind));
  return (
    <section class="pane" aria-labelledby="drawing-title" ref={pane}>
      <div class="bar">
        <h2 id="drawing-title">{say("drawing")}</h2>
        <Choice label={say("drawing")} value={network ? "network" : "rings"} onChange={(value) => change({ draw: value === "rings" ? "" : value }, true)}
          options={[["rings", say("rings")], ["network", say("network")]]} />
        {(network || cycle) && (
          <div class="choice" role="group" aria-label={say("save")}>
            <button type="button" onClick={() => write("svg")} data-save="svg">{say("saveSvg")}</button>
            <button type="button" onClick={() => write("png")} data-save="png">{say("savePng")}</button>
          </div>
        )}
      </div>
      <p class="unseen">{say("drawingNote")}</p>
      {network ? (
        <Waiting loaded={drawing}>
          {(found) => (
            <>
              <Network drawing={found} theme={theme} cycle={cycle} picked={hop}
                onParty={(iri) => go(link({ view: "party", iri }))}
                onFlow={(payer, payee) => flowPicked(place, cycle, payer, payee)}
                onReady={(ready) => (save.current = ready)} />
              {found.total.flows > found.flows.length && (
                <p class="quiet">{say("parties")}: {say("shown", { n: found.parties.length, all: found.total.parties })}</p>
              )}
            </>
          )}
        </Waiting>
      ) : cycle ? (
        <div class="stage"><Ring cycle={cycle} large picked={hop} onPick={(index) => change({ hop: String(index + 1) })} /></div>
      ) : (
        <div class="rings" role="group" aria-label={say("rings")} tabIndex={0}>
          {(list?.cycles ?? []).slice(0, RINGS).map((one) => (
            <div class="coin" data-cycle={one.id} onClick={() => go(link({ ...kept(place), cycle: one.id }))}><Ring cycle={one} /></div>
          ))}
        </div>
      )}
      <Legend />
    </section>
  );
}

function flowPicked(place: Place, cycle: Cycle | undefined, payer: string, payee: string): void {
  const count = cycle?.hops.length ?? 0;
  const at = cycle?.hops.findIndex((hop, index) => hop.payer === payer && cycle.hops[(index + 1) % count]!.payer === payee) ?? -1;
  if (at >= 0) change({ hop: String(at + 1) });
  else go(link({ ...kept(place), payer, payee }));
}

function Legend() {
  const { statuses } = useLanguage();
  return (
    <ul class="legend">
      {Object.entries(statuses).map(([name, label]) => <li><svg viewBox="0 0 34 8" aria-hidden="true"><g class={`arc ${name}`}><path class="line" d="M2 4H32" /></g></svg>{label}</li>)}
    </ul>
  );
}
