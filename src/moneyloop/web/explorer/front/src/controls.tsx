/** What counts: the weakest status and the days, as sliders that draw everything anew. */
import { useEffect, useState } from "preact/hooks";
import { numbers, useLanguage } from "./language";
import { change, type Place } from "./place";
import type { About, Cycles } from "./types";

const PAUSE = 150;

export function Controls({ about, place, held }: { about: About; place: Place; held?: Cycles["held"] }) {
  const { say, code } = useLanguage();
  const at = Math.max(0, about.statuses.findIndex((one) => one.name === place["status"]));
  const days = [...about.days.map((one) => one.day), ""];
  const found = days.indexOf(place["knownOn"] ?? "");
  const day = found < 0 ? days.length - 1 : found;
  const number = new Intl.NumberFormat(numbers(code));
  return (
    <section class="controls" aria-label={say("what")}>
      <div class="control">
        <label for="floor">{say("floor")}</label>
        <Slider id="floor" value={at} most={about.statuses.length - 1} text={(value) => about.statuses[value]!.label}
          onChange={(value) => change({ status: value ? about.statuses[value]!.name : "" }, true)} />
        <ol class="ticks" aria-hidden="true">
          {about.statuses.map((one, index) => (
            <li class={index === at ? "now" : ""} onClick={() => change({ status: index ? one.name : "" }, true)}>
              <span class={`dot ${one.name}`} />{one.label}{held && <b>{number.format(held[one.name])}</b>}
            </li>
          ))}
        </ol>
      </div>
      <div class="control">
        {!about.days.length && <p class="label">{say("knownOn")}</p>}
        {!about.days.length && <p class="quiet">{say("undated")}</p>}
        {about.days.length > 0 && <label for="known">{say("knownOn")}</label>}
        {about.days.length > 0 && <Slider id="known" value={day} most={days.length - 1}
          text={(value) => about.days[value]?.label ?? say("allDocuments")}
          onChange={(value) => change({ knownOn: days[value] ?? "" }, true)} shown />}
      </div>
      <div class="control narrow">
        <label for="force">{say("asOf")}</label>
        <input id="force" type="date" value={place["asOf"] ?? ""} onChange={(event) => change({ asOf: event.currentTarget.value }, true)} />
      </div>
    </section>
  );
}

interface Given { id: string; value: number; most: number; text: (value: number) => string; onChange: (value: number) => void; shown?: boolean }

/** Moves at once, and tells after a short pause, so that a slide asks the server once. */
function Slider({ id, value, most, text, onChange, shown = false }: Given) {
  const [moved, setMoved] = useState(value);
  useEffect(() => setMoved(value), [value]);
  useEffect(() => {
    if (moved === value) return;
    const later = setTimeout(() => onChange(moved), PAUSE);
    return () => clearTimeout(later);
  }, [moved]);
  return (
    <>
      <input id={id} type="range" min={0} max={most} step={1} value={moved} aria-valuetext={text(moved)}
        onInput={(event) => setMoved(Number(event.currentTarget.value))} />
      {shown && <output for={id}>{text(moved)}</output>}
    </>
  );
}
